from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from zichtbaar.helpline.handover.gap_models import draw_key, lay_by_key


def lay_anew(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """The table was copied in the order in which gaps came."""
    lay_by_key(apps.get_model("handover", "Gap").objects)


class Migration(migrations.Migration):
    """Beside a key of eight bytes SQLite kept a number of its own, which was counted up."""

    dependencies = [("handover", "0007_gaps_in_no_order")]

    operations = [
        migrations.AlterField(
            "gap",
            "id",
            models.IntegerField(default=draw_key, editable=False, primary_key=True, serialize=False),
        ),
        migrations.RunPython(lay_anew, migrations.RunPython.noop),
    ]
