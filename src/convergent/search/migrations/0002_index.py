"""Each database's own index over the words of the entries."""

from django.db import migrations

TABLE = """
CREATE VIRTUAL TABLE search_words USING fts5(
  words, content='search_entry', content_rowid='id', tokenize='ascii', detail=none, prefix='2 3'
)
"""
FORGET = "INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', OLD.id, OLD.words);"
LEARN = "INSERT INTO search_words(rowid, words) VALUES (NEW.id, NEW.words);"
TRIGGERS = {
    "search_entry_added": f"AFTER INSERT ON search_entry BEGIN {LEARN} END",
    "search_entry_deleted": f"AFTER DELETE ON search_entry BEGIN {FORGET} END",
    "search_entry_changed": (
        "AFTER UPDATE OF words ON search_entry WHEN OLD.words <> NEW.words "
        f"BEGIN {FORGET} {LEARN} END"
    ),
}
POSTGRES = """
CREATE INDEX search_words ON search_entry
USING gin (array_to_tsvector(string_to_array(words, ' ')))
"""


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRES)
        return
    editor.execute(TABLE)
    for name, does in TRIGGERS.items():
        editor.execute(f"CREATE TRIGGER {name} {does}")
    editor.execute("INSERT INTO search_words(search_words) VALUES ('rebuild')")


def take_away(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX search_words")
        return
    for name in TRIGGERS:
        editor.execute(f"DROP TRIGGER {name}")
    editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make, take_away)]
