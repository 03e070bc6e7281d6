"""The database itself refuses to change or delete a release."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER release_no_{verb} BEFORE {verb} ON releases_release
BEGIN SELECT RAISE(ABORT, 'releases are append-only'); END
"""
SQLITE_REPLACE = """
CREATE TRIGGER release_no_replace BEFORE INSERT ON releases_release
WHEN EXISTS (SELECT 1 FROM releases_release WHERE id = NEW.id OR number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'releases are append-only'); END
"""
POSTGRES = """
CREATE FUNCTION release_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'releases are append-only'; END $$;
CREATE TRIGGER release_append_only BEFORE UPDATE OR DELETE ON releases_release
FOR EACH ROW EXECUTE FUNCTION release_is_append_only();
CREATE TRIGGER release_not_emptied BEFORE TRUNCATE ON releases_release
FOR EACH STATEMENT EXECUTE FUNCTION release_is_append_only();
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
        editor.execute("DROP TRIGGER release_not_emptied ON releases_release")
        editor.execute("DROP TRIGGER release_append_only ON releases_release")
        editor.execute("DROP FUNCTION release_is_append_only()")
        return
    for verb in ("UPDATE", "DELETE"):
        editor.execute(f"DROP TRIGGER release_no_{verb}")
    editor.execute("DROP TRIGGER release_no_replace")


class Migration(migrations.Migration):
    dependencies = [("releases", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
