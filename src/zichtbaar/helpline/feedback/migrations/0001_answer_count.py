from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AnswerCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("month", models.PositiveSmallIntegerField()),
                ("question", models.CharField(max_length=8)),
                ("answer", models.CharField(max_length=8)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "month", "question", "answer"), name="one_count_for_each_answer"
                    ),
                    models.CheckConstraint(condition=models.Q(month__range=(1, 12)), name="month_of_answers_exists"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer__in", ("yes", "little", "no")), ("question", "helped")),
                            models.Q(("answer__in", ("yes", "same", "worse")), ("question", "better")),
                            models.Q(("answer__in", ("yes", "perhaps", "no")), ("question", "again")),
                            _connector="OR",
                        ),
                        name="answer_exists",
                    ),
                ],
            },
        ),
    ]
