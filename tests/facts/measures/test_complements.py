"""Rules of subtraction are asked again only near what the gate withheld: that is enough."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from convergent.facts.load import Options, load
from convergent.facts.measures.base.making import make_base_tables
from convergent.facts.measures.base.slices import make_slices
from convergent.facts.measures.complements import complete
from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.engines import DuckDB
from convergent.facts.measures.finishing import assemble
from convergent.facts.measures.growth import KeptGrowth, grow
from convergent.facts.measures.ledger import NO_LEDGER
from convergent.facts.measures.planning import plan
from convergent.facts.measures.rules import Rules
from convergent.facts.progress import silent
from convergent.facts.snapshot import current_snapshot

TODAY = date(2026, 11, 19)
WITHHELD = "SELECT row, withheld, withheld_inside FROM assembled ORDER BY row"
RULES = Rules(minimum_cohort=20)
pytestmark = pytest.mark.without_records


@pytest.fixture
def assembled(simulated, home):
    """A connection that has `assembled` of a simulated district, as it is written."""
    load([simulated], home=home, options=Options(as_of=TODAY))
    known = tuple(definitions().values())
    kept = KeptGrowth(Path(home) / "kept")
    with duckdb.connect() as connection:
        make_base_tables(
            connection,
            current_snapshot(home),
            rules=RULES,
            grow=lambda found: grow(found, kept, rules=RULES, progress=silent),
            begin=lambda _: None,
        )
        make_slices(connection)
        DuckDB().make(plan(known, RULES), connection, Path(home) / "abroad")
        assemble(connection, known, RULES, NO_LEDGER)
        yield connection


def test_asking_everything_again_withholds_nothing_more(assembled):
    since = "FROM assembled SEMI JOIN shown USING (row) WHERE withheld IS NOT NULL"
    assert assembled.execute(f"SELECT count(*) {since}").fetchall() > [(0,)]
    before = assembled.execute(WITHHELD).fetchall()
    assembled.execute("DROP TABLE shown")
    complete(assembled)
    assert assembled.execute(WITHHELD).fetchall() == before
