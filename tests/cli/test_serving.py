"""The application as it is served: its answers, its headers, its log, its end."""

import fcntl
import os
import re
import signal
import time

import pytest

from tests.cli.command import Command, answer_of, free_port, members_of

pytestmark = pytest.mark.without_records

STYLE = re.compile(rb'href="(/static/[^"]+\.css)"')


@pytest.fixture(scope="module")
def served(demonstration):
    port = free_port()
    server = demonstration.start("serve", "--no-worker", "--port", port)
    answer_of(port)
    yield port
    os.killpg(server.pid, signal.SIGTERM)
    server.communicate(timeout=300)


@pytest.mark.asvs("3.4.3", "3.7.1")
def test_pages_are_locked_down(served):
    _status, headers, _body = answer_of(served, "/sign-in/")
    directives = dict(
        part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";")
    )
    assert directives == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "object-src": "'none'",
    }
    told = {
        name: headers[name]
        for name in (
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Referrer-Policy",
            "Cross-Origin-Opener-Policy",
        )
    }
    assert told == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def test_static_files_may_be_kept_for_years_and_come_compressed(served):
    _status, _headers, page = answer_of(served, "/sign-in/")
    for found in STYLE.findall(page):
        status, headers, _body = answer_of(served, found.decode(), **{"Accept-Encoding": "gzip"})
        assert (status, headers["Content-Encoding"]) == (200, "gzip")
        assert headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert len(STYLE.findall(page)) > 0


@pytest.mark.asvs("13.4.2", "16.5.1")
def test_page_that_is_not_there_is_told_in_our_words(served):
    status, headers, body = answer_of(served, "/no/such/page/")
    assert (status, b"Traceback" in body, headers["Content-Security-Policy"] is None) == (
        404,
        False,
        False,
    )


def test_another_host_name_is_refused(served):
    status, _headers, _body = answer_of(served, Host="evil.example")
    assert status == 400


def started_on(command, *verb):
    port = free_port()
    server = command.start(*verb, "--port", port)
    answer_of(port)
    return server


def one_web_worker(command):
    """So that the first answer comes when every process is up."""
    return Command(command.home, {"CONVERGENT_WEB_WORKERS": "1"})


def test_server_interrupted_while_its_workers_start_leaves_no_process(demonstration):
    """A worker that starts may miss the signal; it is not waited for for ever."""
    server = started_on(demonstration, "serve")
    os.killpg(server.pid, signal.SIGINT)
    _out, err = server.communicate(timeout=300)
    assert (server.returncode, "Traceback" in err, members_of(server.pid)) == (0, False, []), err


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("verb", [["serve"], ["demo", "--students", "400"]], ids=" ".join)
def test_interrupted_server_ends_cleanly_and_leaves_no_process(verb, signal_, demonstration):
    server = started_on(one_web_worker(demonstration), *verb)
    os.killpg(server.pid, signal_)  # as a terminal does: to everything in the foreground
    _out, err = server.communicate(timeout=300)
    assert (server.returncode, "Traceback" in err) == (0, False), err
    assert members_of(server.pid) == []


def test_stopped_demo_takes_its_worker_along(demonstration):
    """As a service manager does: the signal goes to the first process alone."""
    server = started_on(one_web_worker(demonstration), "demo", "--students", "400")
    server.terminate()
    _out, err = server.communicate(timeout=300)
    assert (server.returncode, "Traceback" in err) == (0, False), err
    assert members_of(server.pid) == []


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_worker_ends_cleanly(signal_, in_use):
    wakeups = in_use.home / "wakeups.sqlite3"
    wakeups.unlink()
    worker = in_use.start("worker")
    until = time.monotonic() + 120
    while not wakeups.exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)
    os.killpg(worker.pid, signal_)
    _out, err = worker.communicate(timeout=300)
    assert (worker.returncode, "Traceback" in err) == (0, False), err
    assert members_of(worker.pid) == []


def test_interrupted_build_ends_without_a_traceback(command):
    build = command.start("demo", "--students", 400, "--no-serve")
    assert build.stderr.readline().startswith("Inventing a district")
    os.killpg(build.pid, signal.SIGINT)
    _out, err = build.communicate(timeout=300)
    assert (build.returncode, "Traceback" in err) == (130, False), err


@pytest.mark.parametrize("verb", [["serve"], ["demo", "--students", "400"]], ids=" ".join)
def test_killed_server_leaves_no_process(verb, demonstration):
    """It could say nothing to its children: they notice that it is gone."""
    server = started_on(one_web_worker(demonstration), *verb)
    server.kill()
    server.communicate()
    until = time.monotonic() + 30
    while members_of(server.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert members_of(server.pid) == []


def test_address_is_said_by_the_name_that_a_passkey_needs(demonstration):
    port = free_port()
    server = demonstration.start("serve", "--port", port)
    said = server.stderr.readline()
    os.killpg(server.pid, signal.SIGTERM)
    server.communicate(timeout=300)
    assert said == f"Convergent is ready: http://localhost:{port}/  (Ctrl-C stops it)\n"


def has_worker(home):
    """Every worker holds a shared lock as long as it lives."""
    with (home / ".worker.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_server_brings_a_worker(demonstration):
    server = started_on(one_web_worker(demonstration), "serve")
    until = time.monotonic() + 120
    while not has_worker(demonstration.home) and time.monotonic() < until:
        time.sleep(0.1)
    was_there = has_worker(demonstration.home)
    server.terminate()
    server.communicate(timeout=300)
    assert (was_there, has_worker(demonstration.home)) == (True, False)


def test_server_without_a_worker_says_what_waits(demonstration):
    server = started_on(one_web_worker(demonstration), "serve", "--no-worker")
    _ready, said = server.stderr.readline(), server.stderr.readline()
    members = len(members_of(server.pid))
    server.terminate()
    server.communicate(timeout=300)
    assert said == (
        "No worker runs beside it. Loads and e-mail wait until one runs: convergent worker\n"
    )
    assert (members, has_worker(demonstration.home)) == (2, False)
