"""The database itself refuses to change or delete a line of the record."""

from django.db import migrations

REFUSE = """
CREATE TRIGGER audit_entry_no_{what} BEFORE {what} ON audit_entry
BEGIN SELECT RAISE(ABORT, 'a line of the record is never changed or deleted'); END
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE.format(what=what), f"DROP TRIGGER audit_entry_no_{what}")
        for what in ("UPDATE", "DELETE")
    ]
