from django.db import migrations, models


class Migration(migrations.Migration):
    """A visitor can take her agreement back when the chat is over: then nobody hears of it there."""

    dependencies = [("handover", "0008_gaps_without_a_second_number")]

    operations = [migrations.AddField("handover", "is_unheard", models.BooleanField(default=False))]
