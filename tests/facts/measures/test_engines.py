"""Every engine gives the same aggregates: all rows of the simulated district, by the command."""

import csv
import json
import os
import re
from datetime import date

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest
from tests.cli.command import Command
from tests.docs.blocks import ROOT
from tests.facts.measures.small_district import SmallDistrict
from tests.postgres import private_postgres
from tests.spark import missing_for_spark

from convergent.demo.simulate import simulate
from convergent.errors import WrongSetting
from convergent.facts.load import Options, load
from convergent.facts.measures.aggregate_table import COLUMNS, SLICE
from convergent.facts.measures.build import build
from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.engines import ENGINES, engine_named
from convergent.facts.measures.folders import AGGREGATES, measures_folder
from convergent.facts.measures.rules import Rules
from convergent.facts.snapshot import current_snapshot

TODAY = date(2026, 11, 19)
PAGE = (ROOT / "docs/how-to/build-on-spark.md").read_text(encoding="utf-8")
PARTS = """SELECT result_id, 'SGP' AS part, 'sgp' AS kind,
    (1 + row_number() OVER (ORDER BY result_id) % 99)::DECIMAL(18, 3) AS number
FROM 'assessment_results.parquet'"""
ITEMS = """SELECT 'work ' || sourced_id AS sourced_id, 'active' AS status, sourced_id AS class_id,
    10::DECIMAL(18, 3) AS most FROM 'classes.parquet'"""
MARKS = """SELECT 'active' AS status, 'work ' || class_id AS line_item_id, user_id AS student_id,
    'fully graded' AS score_status, DATE '2026-10-01' AS scored_on,
    (row_number() OVER (ORDER BY user_id, class_id) % 11)::DECIMAL(18, 3) AS score
FROM 'enrollments.parquet' WHERE role = 'student'"""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.without_records,
    pytest.mark.xdist_group("engines"),
]


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    """A home with results of every kind: scores, levels alone, official growth, graded work."""
    exports, home = tmp_path_factory.mktemp("district"), tmp_path_factory.mktemp("home")
    simulate(exports, students=1200, seed=3, today=TODAY)
    add_other_tests(exports / "results.csv")
    assert load([exports], home=home, options=Options(as_of=TODAY)).snapshot
    add_tables(current_snapshot(home).folder)
    return Command(home, settings={"CONVERGENT_GROWTH_COHORT": "50"})


def add_other_tests(file):
    """Beside each result one with a level alone, and one whose score is no whole number."""
    with file.open(newline="") as rows:
        results = list(csv.DictReader(rows))
    with file.open("a", newline="") as rows:
        writer = csv.DictWriter(rows, results[0])
        for row in results:
            writer.writerow({**row, "assessment": "Levels", "score": ""})
            writer.writerow(
                {**row, "assessment": "Winter", "score": f"{int(row['score']) / 7:.3f}"}
            )


def add_tables(folder):
    tables = {"assessment_parts": PARTS, "lineItems": ITEMS, "results": MARKS}
    with duckdb.connect() as connection:
        connection.execute(f"SET file_search_path = '{folder}'")
        for name, rows in tables.items():
            connection.execute(f"COPY ({rows}) TO '{folder / name}.parquet' (FORMAT parquet)")


def arguments_of(engine):
    """As the page gives the command."""
    (line,) = re.findall(rf"^./dev run (facts build --engine {engine})$", PAGE, re.MULTILINE)
    return line.split()


def aggregates(command, engine):
    """What the command made, by slice; it is worked out anew, since another engine is named."""
    built = command.run(*arguments_of(engine), "--json", within=900)
    assert built.code == 0, built.err
    assert json.loads(built.out)["engine"] == engine
    file = measures_folder(current_snapshot(command.home)) / AGGREGATES
    rows = pq.read_table(file).to_pylist()
    found = {(row["measure"], *(row[name] for name in SLICE)): row for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.fixture(scope="module")
def by_duckdb(command):
    return aggregates(command, "duckdb")


DRAWN = {
    *("withheld", "peers", "peers_mean", "peers_low", "peers_high", "q"),
    *("change", "change_error", "change_q"),
}
"""What is withheld DuckDB decides, whichever engine it was, and draws ties; the rest follow."""


def assert_same(found, expected):
    """Floats to 1e-9 of their size; about nought, where nothing is left but rounding, to 1e-12."""
    assert found.keys() == expected.keys()
    for column in COLUMNS:
        if column.name in DRAWN:
            continue
        mine = [found[key][column.name] for key in expected]
        theirs = [row[column.name] for row in expected.values()]
        if column.kind == "DOUBLE":
            numbers = (np.array(mine, dtype=float), np.array(theirs, dtype=float))
            np.testing.assert_allclose(*numbers, rtol=1e-9, atol=1e-12, err_msg=column.name)
        else:
            assert mine == theirs, column.name


def test_the_district_has_every_measure(by_duckdb):
    assert {measure for measure, *_ in by_duckdb} == set(definitions())


def test_postgresql_gives_what_duckdb_gives(command, by_duckdb):
    with private_postgres() as address:
        there = Command(command.home, {**command.settings, "DATABASE_URL": address})
        assert_same(aggregates(there, "postgres"), by_duckdb)


def test_spark_gives_what_duckdb_gives(command, by_duckdb):
    missing = missing_for_spark()
    if missing and os.environ.get("CI") != "true":
        pytest.skip(f"Spark is not here. Run: {' && '.join(missing)}")
    assert_same(aggregates(command, "spark"), by_duckdb)


def test_nothing_of_a_student_is_left_behind(command, by_duckdb):
    left = {path.name for path in measures_folder(current_snapshot(command.home)).iterdir()}
    assert {name for name in left if not name.endswith((".parquet", ".json"))} == set()


def test_page_has_a_command_for_every_engine():
    assert [arguments_of(engine)[-1] for engine in ENGINES] == list(ENGINES)


def test_spark_without_java_is_refused(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(WrongSetting, match=r"it needs Java 17 or newer|not installed here"):
        engine_named("spark", database="")


def test_postgresql_without_an_address_is_refused():
    with pytest.raises(WrongSetting, match="Set database_url"):
        engine_named("postgres", database="")


def test_postgresql_that_does_not_answer_is_told_in_a_sentence(tmp_path):
    district = SmallDistrict(tmp_path)
    nobody = engine_named("postgres", database="postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(WrongSetting, match="PostgreSQL did not work out the measures: "):
        build(district.snapshot(), district.home, rules=Rules(), engine=nobody, today=TODAY)
