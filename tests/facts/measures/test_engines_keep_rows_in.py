"""An engine leaves no row of a student where somebody else could read it."""

import os

import duckdb
import ibis
import psycopg
import pytest
from tests.postgres import private_postgres
from tests.spark import missing_for_spark

from convergent.facts.measures.engines import engine_named
from convergent.facts.measures.planning import Step
from convergent.facts.measures.tables import base_table

pytestmark = [pytest.mark.without_records, pytest.mark.slow, pytest.mark.xdist_group("engines")]


@pytest.fixture(scope="module")
def address():
    with private_postgres() as found:
        yield found


def rows_of_one_student():
    connection = duckdb.connect()
    connection.execute(
        """CREATE TABLE graded AS SELECT 7 AS student, 3 AS cell, [0, 12]::SMALLINT[] AS groups,
        NULL::BOOLEAN AS passes_all"""
    )
    return connection


def test_postgresql_gets_each_row_as_it_is_without_a_file(address, tmp_path):
    graded = base_table("graded")
    step = Step("found", graded.mutate(group=graded.groups.unnest()).drop("groups"))
    with engine_named("postgres", database=address).open(tmp_path) as session:
        session.bring("graded", graded.schema(), rows_of_one_student())
        assert list(tmp_path.iterdir()) == []
        session.keep(step)
        found = duckdb.sql(f"SELECT * FROM {session.take(step)} ORDER BY ALL").fetchall()
    assert found == [(7, 3, None, 0), (7, 3, None, 12)]


def test_postgresqls_refusal_is_told_without_the_row(address, tmp_path):
    with (
        pytest.raises(RuntimeError, match=r"^PostgreSQL refused a step: SQLSTATE 22003$") as told,
        engine_named("postgres", database=address).open(tmp_path) as session,
    ):
        session.connected.execute("SELECT 4111222333::int")
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__
    assert not isinstance(told.value, psycopg.Error)


def test_spark_answers_nobody_without_its_secret_and_writes_into_its_folder(tmp_path, monkeypatch):
    missing = missing_for_spark()
    if missing and os.environ.get("CI") != "true":
        pytest.skip(f"Spark is not here. Run: {' && '.join(missing)}")
    monkeypatch.setenv("SPARK_LOCAL_DIRS", str(tmp_path / "elsewhere"))
    folder = tmp_path / "folder"
    folder.mkdir()
    with engine_named("spark", database="").open(folder) as session:
        session.bring("graded", base_table("graded").schema(), rows_of_one_student())
        graded = ibis.table(base_table("graded").schema(), name="graded")
        session.keep(Step("found", graded.group_by("cell").agg(n=graded.count())))
        context = session.session.sparkContext
        virtual = context._jvm.System.getProperty("java.io.tmpdir")
        secured = [
            context.getConf().get(f"spark.{name}")
            for name in ("authenticate", "network.crypto.enabled", "io.encryption.enabled")
        ]
    assert (virtual, secured) == (str(folder / "spilled"), ["true"] * 3)
    assert not (tmp_path / "elsewhere").exists()
