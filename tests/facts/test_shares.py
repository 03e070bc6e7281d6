"""Percentages beside counts that are withheld."""

import numpy as np
import pytest

from convergent.facts.counts import Dimension
from convergent.facts.counts.protecting import Auditor, Beside, protected
from convergent.facts.counts.shares import HIGH, LOW, WITHHELD, percents_of, read_amount

pytestmark = pytest.mark.without_records
ROWS = ["A,x,4,1", "A,y,40,1", "A,z,50,27", "B,x,20,9", "B,y,30,14", "B,z,60,60"]


@pytest.fixture
def beside(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("\n".join(["school,group,students,did", *ROWS]) + "\n")
    dimensions = (Dimension(("school",)), Dimension(("group",)))
    return Beside.read(source, dimensions, (), count="students", shares=("did",))


def test_percentages_go_where_their_counts_go(beside):
    release = protected(beside, Auditor(10, 1), seed=1, processes=1).release
    (texts,) = percents_of(beside.counted, beside.dimensions, release).values()
    hidden = [text for text, told in zip(texts, release.is_published, strict=True) if not told]
    assert set(hidden) == {WITHHELD}
    assert len(hidden) >= 4
    assert set(texts) > {WITHHELD}


def test_percentages_are_read_back_as_intervals():
    told = read_amount("did %", ["54", LOW, HIGH, WITHHELD], np.array([50, 40, 40, -1]))
    assert (told.name, told.cells.tolist()) == ("did", [0, 1, 2])
    assert list(zip(told.low.tolist(), told.high.tolist(), strict=True)) == [
        (27, 27),
        (0, 2),
        (38, 40),
    ]
