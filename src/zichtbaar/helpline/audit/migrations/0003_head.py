"""The last line of the record is noted apart; for a record made before, from the line that is its last now."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def note_the_last(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    last = apps.get_model("audit", "Entry").objects.order_by("-number").first()
    if last:
        apps.get_model("audit", "Head").objects.create(pk=1, number=last.number, hash=last.hash)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_lines_never_change")]

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.RunPython(note_the_last, migrations.RunPython.noop),
    ]
