from datetime import date

import duckdb
import pytest

from convergent.facts.load import Options, load
from convergent.facts.snapshot import current_snapshot

OPTIONS = Options(as_of=date(2026, 11, 19))


class Read:
    """What a load gave: its result, and the rows of the two tables."""

    def __init__(self, result, home):
        self.result = result
        self.results = _rows(home, "assessment_results")
        self.parts = _rows(home, "assessment_parts")

    def column(self, name):
        return [row[name] for row in self.results]


def _rows(home, table):
    snapshot = current_snapshot(home)
    if snapshot is None or not snapshot.table(table).exists():
        return []
    found = duckdb.sql(f"FROM read_parquet('{snapshot.table(table)}')")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


@pytest.fixture
def read(home, tmp_path):
    """Writes a file's lines and loads it."""

    def read(*lines, name="a.csv", text=None):
        file = tmp_path / name
        content = text if text is not None else "".join(f"{line}\n" for line in lines)
        file.write_text(content, encoding="utf-8", newline="")
        return Read(load([file], home=home, options=OPTIONS), home)

    return read


@pytest.fixture
def own_layout(home):
    """Puts a layout into the district's folder of mappings."""

    def put(text, name="ours.toml"):
        (home / "mappings").mkdir(parents=True, exist_ok=True)
        (home / "mappings" / name).write_text(text, encoding="utf-8")

    return put
