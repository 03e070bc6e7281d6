import csv
from datetime import UTC, datetime

import pytest
from tests.facts.rest.server import CLIENT, SECRET, running

from convergent.facts.sources.oneroster_rest import fetch

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
DECLARED = """
kind = "oneroster-rest"
url = "{url}"
token_url = "{address}/token"
client_id = "{client}"
client_secret_env = "SIS_SECRET"
page_size = 10
first_wait = 0
longest_wait = 0
tries = 4
"""


@pytest.fixture(scope="session")
def service():
    with running() as service:
        yield service


@pytest.fixture
def sis(service, monkeypatch):
    """The service with its usual habits and rows."""
    monkeypatch.setenv("SIS_SECRET", SECRET)
    service.control(reset=25)
    return service


@pytest.fixture
def source(sis, tmp_path):
    """Writes the declaration, with further lines."""

    def write(*lines, without=""):
        text = DECLARED.format(url=sis.url, address=sis.address, client=CLIENT)
        kept = [line for line in text.splitlines() if line.split(" = ")[0] != without]
        path = tmp_path / "sis.toml"
        path.write_text("\n".join([*kept, *lines]), encoding="utf-8")
        return path

    return write


@pytest.fixture
def fetched(source, tmp_path):
    """Fetches what is declared, with further lines or arguments of `fetch`."""

    def run(*lines, now=NOW, without="", **arguments):
        return fetch(
            source(*lines, without=without),
            into=tmp_path / "files",
            state=tmp_path / "state",
            now=now,
            **arguments,
        )

    return run


@pytest.fixture
def table(tmp_path):
    """The rows of a file that was written, by heading."""

    def read(name, *, folder="files"):
        with (tmp_path / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture
def ids(table):
    return lambda name: [row["sourcedId"] for row in table(name)]
