"""When a view raises, the log says what and where, and nothing that anybody wrote or is called."""

import logging

import pytest
from django.test import Client

from convergent import clock
from convergent.people.models import Installation
from convergent.web.logs import JsonLine, PlainLine
from tests.world import enter

CANARY = "canary-4711"


@pytest.fixture
def log(caplog):
    """Lines as the product writes them."""
    handler = logging.Handler()
    lines = []
    handler.setFormatter(PlainLine())
    handler.emit = lambda record: lines.append(handler.format(record))
    root = logging.getLogger()
    root.addHandler(handler)
    yield lines
    root.removeHandler(handler)


@pytest.mark.asvs("16.2.5", "16.3.4", "16.5.1")
@pytest.mark.parametrize(
    "problem",
    [
        ValueError(f"{CANARY} Lena Former"),
        KeyError(CANARY),
        UnicodeEncodeError("ascii", CANARY, 0, 1, CANARY),
    ],
    ids=lambda one: type(one).__name__,
)
def test_view_that_raises_leaves_no_words_in_the_log(problem, world, log, monkeypatch):
    from convergent.web.views import home

    def raising(viewer, **_asked):
        note = CANARY  # a local variable, as in a real view
        try:
            raise RuntimeError(note)
        except RuntimeError:
            raise problem  # noqa: B904 - both are in the chain

    monkeypatch.setattr(home, "agenda_of", raising)
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    Installation.objects.create(pk=1, is_demo=True, decided_at=clock.now())
    enter(client, world.account("unit_head"))
    response = client.get("/today/", {"q": CANARY}, headers={"User-Agent": CANARY})
    written = "\n".join(log)
    assert (response.status_code, CANARY in response.content.decode()) == (500, False)
    assert (f"{type(problem).__name__}" in written, "in raising" in written) == (True, True)
    names = [CANARY, "Lena", "Ugo", "Bianchi", world.people["unit_head"].email]
    assert [name for name in names if name in written] == []


@pytest.mark.without_records
def test_line_of_a_plain_message_is_one_line():
    record = logging.LogRecord("convergent", logging.INFO, "", 1, "built %s", ("a snapshot",), None)
    assert PlainLine().format(record).split(" ", 1)[1] == "INFO convergent built a snapshot"


@pytest.mark.asvs("16.2.2", "16.4.1")
@pytest.mark.without_records
@pytest.mark.parametrize("kind", [PlainLine, JsonLine])
def test_line_has_its_moment_in_utc_and_stays_one_line(kind):
    words = "refused\n2026-01-01T00:00:00.000Z INFO convergent all is well\r"
    record = logging.LogRecord("convergent", logging.INFO, "", 1, words, (), None)
    record.created = 1_795_000_000.25
    record.msecs = 250.0
    line = kind().format(record)
    assert len(line.splitlines()) == 1
    assert "2026-11-18T11:06:40.250Z" in line
