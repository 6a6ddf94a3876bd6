from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ForgottenOnDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("conversations", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField()),
            ],
        ),
    ]
