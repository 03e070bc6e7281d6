"""What machines that watch are told: never a name, never how many people there are."""

import json
import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from tests.world import enter

from convergent.audit.actions import note_sign_in
from convergent.jobs.actions import ask
from convergent.upkeep.jobs import LET_GO
from convergent.web.logs import JsonLine

pytestmark = pytest.mark.django_db
LINE = re.compile(r'^convergent_\w+(\{\w+="[^"]*"\})? -?[0-9.e+]+$')
TOKEN = "a-token-that-is-long-enough"


@pytest.fixture
def metrics(client):
    """The lines by name and labels."""

    def read():
        text = client.get("/metrics").text
        values = [line for line in text.splitlines() if not line.startswith("#")]
        assert [line for line in values if not LINE.match(line)] == []
        return {name: float(value) for name, _, value in (v.rpartition(" ") for v in values)}

    return read


def test_process_that_lives_says_so_without_asking_records(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/health/live")
    assert (response.status_code, response.text) == (200, "ok\n")
    assert response.headers["Cache-Control"] == "no-store"


def test_ready_where_all_answers(client):
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"ready": True, "missing": []})


def test_not_ready_where_what_serves_cannot_be_read(client):
    facts = Path(settings.HOME) / "facts"
    (facts / "snapshots" / "x").mkdir(parents=True)
    (facts / "snapshots" / "x" / "manifest.json").write_text("{")
    (facts / "current").symlink_to("snapshots/x")
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["missing"]) == (503, ["facts"])


def test_not_ready_without_a_database(client):
    def refuse(*_):
        raise OperationalError

    with connection.execute_wrapper(refuse):
        response = client.get("/health/ready")
    assert (response.status_code, response.json()["missing"]) == (503, ["records"])


def test_metrics_count_jobs_and_failed_sign_ins(world, metrics):
    before = metrics()
    ask(LET_GO, key="k", by=None)
    note_sign_in("sign-in failed", world.account("coach"), by=None)
    after = metrics()
    assert {name for name in after if after[name] != before.get(name)} >= {
        'convergent_jobs{state="waiting"}',
        "convergent_failed_sign_ins_last_hour",
        "convergent_audit_rows",
    }
    assert after["convergent_failed_sign_ins_last_hour"] == 1


def test_backup_has_an_age_only_when_there_is_one(metrics):
    assert "convergent_backup_age_seconds" not in metrics()
    made = {"made_at": str(timezone.now() - timedelta(hours=1)), "folder": "/x", "bytes": 1}
    file = Path(settings.HOME) / "backups.json"
    file.write_text(json.dumps([made | {"removed_ids": 0}]))
    try:
        assert 3600 <= metrics()["convergent_backup_age_seconds"] < 3700
    finally:
        file.unlink()


@pytest.mark.asvs("13.4.5")
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 200),
        ({"HTTP_X_FORWARDED_FOR": "192.0.2.1"}, 404),
        ({"REMOTE_ADDR": "192.0.2.1"}, 404),
        ({"REMOTE_ADDR": "192.0.2.1", "HTTP_AUTHORIZATION": "Bearer "}, 404),
        ({"REMOTE_ADDR": "192.0.2.1", "HTTP_AUTHORIZATION": f"Bearer {TOKEN}x"}, 404),
        ({"REMOTE_ADDR": "192.0.2.1", "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, 404),
    ],
)
def test_metrics_are_for_this_machine_alone(asked, status):
    assert Client().get("/metrics", **asked).status_code == status


def test_token_opens_metrics_from_elsewhere_and_another_one_does_not(settings):
    values = {**settings.CONFIGURATION.values, "metrics_token": TOKEN}
    settings.CONFIGURATION = type(settings.CONFIGURATION)(settings.HOME, values)
    there = {"REMOTE_ADDR": "192.0.2.1"}
    for given, status in ((TOKEN, 200), (f"{TOKEN}x", 404), ("", 404), ("é", 404)):
        asked = Client().get("/metrics", HTTP_AUTHORIZATION=f"Bearer {given}", **there)
        assert asked.status_code == status


def test_slow_page_is_logged_by_its_name_and_not_its_address(world, client, settings, caplog):
    values = {**settings.CONFIGURATION.values, "slow_milliseconds": 0}
    settings.CONFIGURATION = type(settings.CONFIGURATION)(settings.HOME, values)
    person = world.people["principal"].pk
    with caplog.at_level(logging.WARNING, "convergent.web.slow"):
        enter(client, world.account("steward")).get(f"/people/{person}/", {"q": "canary"})
    (line,) = [record.getMessage() for record in caplog.records if "took" in record.getMessage()]
    assert re.fullmatch(r"GET person [0-9]{3} took [0-9]+\.[0-9]{2} s", line)


def test_quick_page_is_not_logged(client, caplog):
    client.get("/health/live")
    assert [record for record in caplog.records if record.name == "convergent.web.slow"] == []


@pytest.mark.asvs("16.2.4")
def test_line_of_json_says_where_and_not_what():
    try:
        raise ValueError("canary")
    except ValueError as problem:
        told = (type(problem), problem, problem.__traceback__)
        record = logging.LogRecord("convergent", 40, __file__, 1, "%s failed", ("load",), told)
    line = JsonLine().format(record)
    assert json.loads(line)["message"] == "load failed"
    assert ("ValueError" in line, "canary" in line, "\n" in line) == (True, False, False)
