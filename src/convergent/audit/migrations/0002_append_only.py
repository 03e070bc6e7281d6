"""The database itself refuses to change or delete an audit row."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER audit_row_no_{verb} BEFORE {verb} ON audit_auditrow
BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END
"""
SQLITE_REPLACE = """
CREATE TRIGGER audit_row_no_replace BEFORE INSERT ON audit_auditrow
WHEN EXISTS (SELECT 1 FROM audit_auditrow WHERE number = NEW.number OR hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END
"""
POSTGRES = """
CREATE FUNCTION audit_row_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit rows are append-only'; END $$;
CREATE TRIGGER audit_row_append_only BEFORE UPDATE OR DELETE ON audit_auditrow
FOR EACH ROW EXECUTE FUNCTION audit_row_is_append_only();
CREATE TRIGGER audit_row_not_emptied BEFORE TRUNCATE ON audit_auditrow
FOR EACH STATEMENT EXECUTE FUNCTION audit_row_is_append_only();
"""


def forbid(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRES)
        return
    for verb in ("UPDATE", "DELETE"):
        editor.execute(SQLITE.format(verb=verb))
    editor.execute(SQLITE_REPLACE)


def allow(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER audit_row_not_emptied ON audit_auditrow")
        editor.execute("DROP TRIGGER audit_row_append_only ON audit_auditrow")
        editor.execute("DROP FUNCTION audit_row_is_append_only()")
        return
    for verb in ("UPDATE", "DELETE"):
        editor.execute(f"DROP TRIGGER audit_row_no_{verb}")
    editor.execute("DROP TRIGGER audit_row_no_replace")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
