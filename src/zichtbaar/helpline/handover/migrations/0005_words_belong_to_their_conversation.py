from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def belong(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Words whose conversation is forgotten already go now."""
    for name in ("Package", "Note"):
        table = apps.get_model("handover", name)
        table.objects.filter(handover__conversation=None).delete()
        for row in table.objects.select_related("handover"):
            row.conversation_id = row.handover.conversation_id
            row.save(update_fields=["conversation"])


def _to_conversation(*, null: bool) -> models.ForeignKey[Any]:
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="chat.conversation"
    )


class Migration(migrations.Migration):
    """What is sealed for a handover belongs to its conversation, and goes with it."""

    dependencies = [
        ("chat", "0006_backup_keys"),
        ("handover", "0004_two_people_for_a_key"),
    ]

    operations = [
        migrations.RemoveConstraint("handover", "handover_shared_with_consent_or_second_person"),
        migrations.AddField("package", "conversation", _to_conversation(null=True)),
        migrations.AddField("note", "conversation", _to_conversation(null=True)),
        migrations.RunPython(belong, migrations.RunPython.noop),
        migrations.AlterField("package", "conversation", _to_conversation(null=False)),
        migrations.AlterField("note", "conversation", _to_conversation(null=False)),
        migrations.AddConstraint(
            "handover",
            models.CheckConstraint(
                condition=~models.Q(state__in=["accepted", "finished", "met", "opened", "sent"])
                | (models.Q(basis="consent") & (~models.Q(agreed_hash="") | models.Q(conversation__isnull=True)))
                | (
                    models.Q(basis="danger", confirmed_by__isnull=False)
                    & models.Q(ground__in=["life", "child", "held"])
                    & ~models.Q(confirmed_by=models.F("made_by"))
                ),
                name="handover_shared_with_consent_or_second_person",
            ),
        ),
    ]
