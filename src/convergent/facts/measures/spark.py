"""Spark as the engine, on this machine. It needs the extra `convergent[spark]`, and Java."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.config

from convergent.errors import WrongSetting
from convergent.facts.literals import literal
from convergent.facts.measures.elsewhere import Elsewhere, Session, as_declared
from convergent.facts.measures.planning import Step

SPILLED = "spilled"


class Spark(Elsewhere):
    """A session of its own for each build. Each table is a folder of Parquet files."""

    name = "spark"

    def __init__(self) -> None:
        """Raises WrongSetting where Spark or Java is missing."""
        if importlib.util.find_spec("pyspark") is None:
            raise WrongSetting(
                "Spark is not installed here.", "Install it: pip install 'convergent[spark]'"
            )
        if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
            raise _no_java()

    @contextmanager
    def open(self, folder: Path) -> Iterator[Session]:
        session = _session(folder)
        ibis.options.pyspark = _Options()
        try:
            yield SparkSession(session, folder)
        finally:
            session.stop()


class SparkSession:
    def __init__(self, session: Any, folder: Path) -> None:
        self.session = session
        self.folder = folder

    def bring(self, name: str, schema: ibis.Schema, connection: duckdb.DuckDBPyConnection) -> None:
        file = self.folder / f"{name}.parquet"
        rows = f"SELECT {as_declared(schema)} FROM {name}"
        connection.execute(f"COPY ({rows}) TO {literal(str(file))} (FORMAT parquet)")
        self.session.read.parquet(str(file)).createOrReplaceTempView(name)

    def keep(self, step: Step) -> None:
        """Written out at once: a plan that grows from step to step is slow to plan."""
        found = self.session.sql(str(ibis.to_sql(step.expression, dialect="pyspark")))
        rows = self._rows(step)
        found.write.parquet(rows)
        self.session.read.schema(found.schema).parquet(rows).createOrReplaceTempView(step.name)

    def take(self, step: Step) -> str:
        return f"read_parquet({literal(self._rows(step) + '/*.parquet')})"

    def _rows(self, step: Step) -> str:
        return str(self.folder / step.name)


class _Options(ibis.config.Config):
    """What Ibis sets when it connects to Spark itself, for which it would need pandas."""

    treat_nan_as_null: bool = False


def _session(folder: Path) -> Any:
    """It listens on this machine alone, to nobody without its secret, and keeps all that it writes
    in the folder.
    """
    from pyspark.errors import PySparkRuntimeError
    from pyspark.sql import SparkSession as Spark

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["SPARK_LOCAL_DIRS"] = str(folder / SPILLED)  # goes before the setting
    (folder / SPILLED).mkdir(mode=0o700)
    builder = Spark.builder.appName("convergent").master("local[*]")
    for key, value in _settings(folder).items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError:
        raise _no_java() from None


def _no_java() -> WrongSetting:
    return WrongSetting(
        "Spark did not start: it needs Java 17 or newer.",
        "Install one, such as Debian's default-jre-headless.",
    )


def _settings(folder: Path) -> dict[str, str]:
    return {
        "spark.authenticate": "true",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={folder / SPILLED}",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.io.encryption.enabled": "true",
        "spark.local.dir": str(folder / SPILLED),
        "spark.log.level": "ERROR",
        "spark.network.crypto.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
