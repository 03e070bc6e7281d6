"""A real budget, read by a shipped mapping, beside a roster of the same schools."""

import csv
from decimal import Decimal

import duckdb
import pytest

from convergent.facts import announce
from convergent.facts.load import load
from convergent.facts.snapshot import current_snapshot

pytestmark = pytest.mark.without_records


@pytest.fixture(autouse=True)
def nobody_listening(monkeypatch):
    """Applications that are installed in this process listen too."""
    monkeypatch.setattr(announce, "_listeners", [])


@pytest.fixture
def budget(real_data):
    return real_data / "schools" / "cps_budget_fy27_district_hs_excerpt.csv"


@pytest.fixture
def roster(budget, tmp_path):
    """The schools of the budget as organisations."""
    with budget.open(newline="") as file:
        schools = [(row["school_id"], row["school_name"]) for row in csv.DictReader(file)]
    with (tmp_path / "orgs.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("sourcedId", "name", "type", "parentSourcedId"))
        writer.writerow(("district", "The district", "district", ""))
        writer.writerows((sourced_id, name, "school", "district") for sourced_id, name in schools)
    return tmp_path / "orgs.csv"


def test_budget_of_schools_becomes_spending_and_positions(budget, roster, tmp_path):
    result = load([roster, budget], home=tmp_path / "home")

    assert (result.status, result.errors) == ("published", ())
    snapshot = current_snapshot(tmp_path / "home")
    dollars = duckdb.sql(
        f"""SELECT fiscal_year, amount_type, count(*), sum(amount)
        FROM read_parquet('{snapshot.table("spending")}') GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    with budget.open(newline="") as file:
        rows = list(csv.DictReader(file))
    expected = {
        (2026, "budget"): "fy26_adopted_budget",
        (2026, "projected"): "fy26_projected_expenditures",
        (2027, "budget"): "fy27_proposed_budget",
    }
    assert dollars == [
        (*key, len(rows), sum(Decimal(row[column]) for row in rows))
        for key, column in expected.items()
    ]
    positions = duckdb.sql(
        f"SELECT org_id, fte FROM read_parquet('{snapshot.table('staffing_totals')}') ORDER BY 1"
    ).fetchall()
    assert positions == sorted(
        (row["school_id"], Decimal(row["fy27_proposed_positions"])) for row in rows
    )
