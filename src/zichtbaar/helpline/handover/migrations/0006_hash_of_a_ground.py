from django.db import migrations, models


class Migration(migrations.Migration):
    """What is told without consent has a hash too."""

    dependencies = [("handover", "0005_words_belong_to_their_conversation")]

    operations = [
        migrations.AddField(
            "handover", "ground_hash", models.CharField(blank=True, default="", max_length=64), preserve_default=False
        )
    ]
