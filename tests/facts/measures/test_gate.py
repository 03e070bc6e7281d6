"""The gate over many tests and years: by all cores what one alone closes."""

import numpy as np
import pytest

from convergent.facts.measures import gate
from convergent.facts.measures.student_groups import CODES, EVERYBODY, ORIGINS

pytestmark = pytest.mark.without_records
SCHOOLS = ("east", "hill", "west")


def block(seed, measures=2):
    """Of so many measures of the same students: schools, their network and district, by origin."""
    chance, rows = np.random.default_rng(seed), []
    counts = chance.poisson(chance.choice([5, 25, 60], (len(SCHOOLS), 3))) + 1
    for place, n in (
        *zip(SCHOOLS, counts, strict=True),
        ("n", counts.sum(0)),
        ("d", counts.sum(0)),
    ):
        kind = {"n": "network", "d": "district"}.get(place, "school")
        for code, students in (
            (EVERYBODY, n.sum()),
            *zip(map(CODES.get, ORIGINS), n, strict=False),
        ):
            rows.append((kind, place, code, students))
    kinds, places, codes, students = (list(column) * measures for column in zip(*rows, strict=True))
    size = len(kinds)
    same = {name: np.zeros(size, bool) for name in ("is_known", "is_few_changed", "is_of_teachers")}
    return {
        **same,
        "row": np.arange(size) + seed * 1_000,
        "measure": np.repeat(np.arange(measures), len(rows)),
        "place_kind": np.array(kinds, object),
        "place_id": np.array(places, object),
        "network": np.array(["n" if kind == "school" else "" for kind in kinds], object),
        "grade": np.array([""] * size, object),
        "code": np.array(codes),
        "students": np.array(students),
        "everybody": np.array(students) + 20,
        "minimum": np.full(size, 10),
        "reached": np.full(size, -1),
        "is_withheld": (np.array(students) > 0) & (np.array(students) < 10),
    }


def test_all_cores_close_what_one_does(monkeypatch):
    blocks = [block(seed) for seed in range(4)]
    alone = [one.rows.tolist() for one in gate._all_closed(blocks, 7)]
    monkeypatch.setattr(gate, "MANY_ROWS", 0)
    assert [one.rows.tolist() for one in gate._all_closed(blocks, 7)] == alone
    assert sum(map(len, alone)) > 10


def test_measures_of_the_same_students_are_withheld_alike():
    both = block(3)
    closed = set(gate._closed_block(both, 7).rows.tolist())
    size = len(both["row"]) // 2
    first, second = both["row"][:size], both["row"][size:]
    assert closed & set(first.tolist())
    assert {one - first[0] for one in closed & set(first.tolist())} == {
        one - second[0] for one in closed & set(second.tolist())
    }
