"""A small roster to load our own forms beside."""

from datetime import date

import duckdb

from convergent.facts.load import Options, load
from convergent.facts.snapshot import current_snapshot

TODAY = date(2026, 11, 19)
ROSTER = {
    "orgs.csv": """sourcedId,name,type,parentSourcedId
d,Harbor City,district,
s1,Lincoln,school,d
s2,Oak,school,d
""",
    "academicSessions.csv": """sourcedId,title,type,startDate,endDate,schoolYear
y27,2026-27,schoolYear,2026-08-17,2027-06-12,2027
""",
    "users.csv": """sourcedId,enabledUser,givenName,familyName
t1,true,Rosa,Medina
t2,true,Daniel,Reyes
p1,true,Ana,Silva
p2,true,Ben,Okoro
""",
    "classes.csv": """sourcedId,title,classType,schoolSourcedId,termSourcedIds
c1,Reading 6,scheduled,s1,y27
""",
}


class Loads:
    """A folder of exports, and what comes of loading it."""

    def __init__(self, folder):
        self.exports = folder / "exports"
        self.home = folder / "home"
        self.exports.mkdir()
        for name, text in ROSTER.items():
            self.write(name, text)

    def write(self, name, text):
        (self.exports / name).write_text(text, encoding="utf-8")

    def mapping(self, name, text):
        (self.home / "mappings").mkdir(parents=True, exist_ok=True)
        (self.home / "mappings" / name).write_text(text, encoding="utf-8")

    def load(self, *names, **options):
        """Of the files of these names, or of all."""
        paths = [self.exports / name for name in names] or [self.exports]
        return load(paths, home=self.home, options=Options(as_of=TODAY, **options))

    def rows(self, table, columns="*"):
        file = current_snapshot(self.home).table(table)
        return duckdb.sql(f"SELECT {columns} FROM read_parquet('{file}')").fetchall()


def found(findings):
    """What each says, but for the sentence that tells what to do."""
    return [(one.file, one.line, one.column, one.value, one.rule) for one in findings]
