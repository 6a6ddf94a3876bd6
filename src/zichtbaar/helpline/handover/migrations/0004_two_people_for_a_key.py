import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A key that one person had confirmed waits for a second one."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("handover", "0003_gaps"),
    ]

    operations = [
        migrations.AddField(
            model_name="receiverkey",
            name="second_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="receiverkey",
            name="second_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="receiverkey",
            constraint=models.CheckConstraint(
                condition=models.Q(second_at__isnull=True, second_by__isnull=True)
                | (
                    models.Q(second_at__isnull=False, second_by__isnull=False, confirmed_by__isnull=False)
                    & ~models.Q(second_by=models.F("confirmed_by"))
                ),
                name="receiver_key_confirmed_by_two",
            ),
        ),
    ]
