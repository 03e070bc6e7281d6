"""Real profiles of schools: what anybody derives from them."""

import csv

import numpy as np
import pytest

from convergent.analysis.disclosure.audit import audit
from convergent.analysis.disclosure.suppression import protect
from convergent.analysis.disclosure.table import TOTAL, UNKNOWN, Hierarchy, Release, Table

pytestmark = pytest.mark.without_records

FILE = "schools/Chicago_Public_Schools_-_School_Profile_Information_SY1718.csv"
GROUPS = (
    "Black",
    "Hispanic",
    "White",
    "Asian",
    "Native_American",
    "Other_Ethnicity",
    "Asian_Pacific_Islander",
    "Multi",
    "Hawaiian_Pacific_Islander",
    "Ethnicity_Not_Available",
)


@pytest.fixture(scope="module")
def profiles(real_data):
    """Schools by group, all margins, as it was published: everything."""
    with (real_data / FILE).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    counts = np.array([[int(row[f"Student_Count_{one}"]) for one in GROUPS] for row in rows])
    assert [int(row["Student_Count_Total"]) for row in rows] == counts.sum(1).tolist()
    names = sorted({row["Network"] for row in rows})
    networks = np.array([names.index(row["Network"]) for row in rows])
    return counts, networks


def release_of(counts, networks, is_withheld):
    of_networks = np.array([counts[networks == one].sum(0) for one in range(networks.max() + 1)])
    cells = np.vstack([counts, of_networks, counts.sum(0)])
    cells = np.column_stack([cells, cells.sum(1)])
    schools = np.full(len(cells), TOTAL)
    schools[: len(counts)] = np.arange(len(counts))
    above = np.concatenate([networks, np.arange(len(of_networks)), [TOTAL]])
    group = np.array([*range(len(GROUPS)), TOTAL])
    codes = np.column_stack([
        np.repeat(schools, len(group)), np.repeat(above, len(group)), np.tile(group, len(cells))
    ])  # fmt: skip
    n = cells.ravel()
    hierarchies = (
        Hierarchy("school", ("school", "network"), (networks,)),
        Hierarchy("group", ("group",)),
    )
    return Release(hierarchies, codes, n, ~is_withheld(n))


def test_profiles_as_published_tell_of_every_small_group(profiles):
    made = release_of(*profiles, lambda n: np.zeros(len(n), bool))
    found = audit([made]).learned[0]
    small = (made.n > 0) & (made.n < 10)
    assert found.is_too_narrow.sum() == small.sum() > 1500
    assert (found.low == made.n[found.rows])[found.is_too_narrow].all()


def test_hiding_the_small_numbers_alone_lets_anybody_derive_many(profiles):
    """What most dashboards do. The attacker here has what was published, and nothing else."""
    made = release_of(*profiles, lambda n: (n > 0) & (n < 10))
    theirs = Release(
        made.dimensions, made.codes, np.where(made.is_published, made.n, UNKNOWN), made.is_published
    )
    found = audit([theirs]).learned[0]
    is_derived = found.low == found.high
    np.testing.assert_array_equal(found.low[is_derived], made.n[found.rows][is_derived])
    assert is_derived.sum() > 50
    assert found.is_too_narrow.mean() > 0.5


@pytest.mark.slow
def test_profiles_that_are_protected_come_out_safe(profiles):
    counts, networks = profiles
    codes = tuple(one.ravel() for one in np.indices(counts.shape))
    school = Hierarchy("school", ("school", "network"), (networks,))
    table = Table((school, Hierarchy("group", ("group",))), codes, counts.ravel())
    found = protect(table, seed=1, audit=lambda releases: [audit(releases).too_narrow(0)])
    n, is_published = found.release.n, found.release.is_published
    is_small = (n > 0) & (n < 10)
    assert audit([found.release]).violations == 0
    assert found.small == is_small.sum() > 1500
    assert is_published[(n >= 10)].mean() > 0.6
