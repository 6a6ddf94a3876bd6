from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from zichtbaar.helpline.handover.gap_models import draw_key


def draw_anew(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Gaps that were noted before lose their order too."""
    table = apps.get_model("handover", "Gap")
    for number in list(table.objects.values_list("pk", flat=True)):
        table.objects.filter(pk=number).update(id=draw_key())


class Migration(migrations.Migration):
    """Gap number k was line k of the record that says that a gap was noted."""

    dependencies = [("handover", "0006_hash_of_a_ground")]

    operations = [
        migrations.AlterField(
            "gap",
            "id",
            models.BigIntegerField(default=draw_key, editable=False, primary_key=True, serialize=False),
        ),
        migrations.RunPython(draw_anew, migrations.RunPython.noop),
    ]
