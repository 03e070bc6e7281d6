"""A snapshot that an earlier version wrote, without a column of today, still serves."""

import pyarrow.parquet as pq
import pytest
from tests.facts.small import load_small
from tests.loads.exports import Export

from convergent.facts.history import compare
from convergent.facts.query import staff, staff_roles
from convergent.facts.snapshot import all_snapshots, current_snapshot

pytestmark = pytest.mark.without_records


@pytest.fixture
def old(home, tmp_path):
    """What serves has neither the new columns nor the one by which its rows belong to schools."""
    load_small(Export(), tmp_path / "one", home=home)
    snapshot = current_snapshot(home)
    for table, columns in {
        "users": ["preferred_name", "state_id", "primary_org_id"],
        "roles": ["acting", "title", "fte"],
    }.items():
        file = snapshot.table(table)
        pq.write_table(pq.read_table(file).drop_columns(columns), file)
    return snapshot


def test_snapshot_without_a_column_is_read_as_if_it_were_empty(old):
    (person,) = staff(old)
    (role,) = staff_roles(old)
    assert (person.preferred_name, role.acting, role.title, role.fte) == ("", False, "", None)


def test_load_after_an_upgrade_is_compared_by_what_both_hold(home, old, tmp_path):
    names = {"s01": "Another"}
    result = load_small(Export(names=names), tmp_path / "two", home=home)
    (users,) = [one for one in result.differences if one.table == "users"]
    assert (result.status, users.before, users.ended, users.changed, users.added) == (
        *("published", 41, 0),
        *(1, 0),
    )


def test_rows_that_end_after_an_upgrade_are_told_without_their_schools(home, old, tmp_path):
    fewer = dict(list(Export().students.items())[:37])
    load_small(Export(students=fewer), tmp_path / "two", home=home)
    compared = compare(*all_snapshots(home))
    (users,) = [one for one in compared.differences if one.table == "users"]
    assert (users.ended, users.changed, users.schools) == (3, 0, ())
