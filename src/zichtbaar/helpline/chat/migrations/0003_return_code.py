import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0002_forgotten_on_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="duress_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="conversation",
            name="duress_seen_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="conversation",
            name="message_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="ReturnCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lookup_hash", models.CharField(db_index=True, max_length=64)),
                ("token_hash", models.CharField(max_length=64)),
                ("wrapped_key", models.CharField(max_length=82)),
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="return_code", to="chat.conversation"
                    ),
                ),
                (
                    "guards",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duress_words",
                        to="chat.conversation",
                    ),
                ),
            ],
        ),
    ]
