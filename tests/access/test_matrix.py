"""Every route × method × persona × object answers as the hand-written table says, and no other."""

import os
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from convergent.people.actions.credentials import end_all_access
from tests.access.facts import ROUTES
from tests.access.scene import QUERY, SECRETS, build_scene
from tests.access.table import METHODS, read_table
from tests.world import enter

pytestmark = pytest.mark.django_db

TABLE = read_table()
IS_FULL = os.environ.get("CONVERGENT_FULL_MATRIX") == "1"
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?', re.IGNORECASE)
SESSIONS = {"django_session", "usersessions_usersession", "sign_in_cache"}  # the last counts tries
AUDIT = {"audit_auditrow", "audit_chainhead"}
READING_IS_NOTED = {
    "contact",
    "role",
    "load_errors",
    "load_quarantine",
    "priority_notes",
    "coaching_cycle",
    "coaching_shared",
}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"')
NORTHFIELD = ("Northfield", "Hill Network", "Ash School", "Carla Duarte", "Stefan Keller")
SOUTHPORT = ("Southport", "Bay Network", "Cove School", "Samuel Osei", "Selma Iversen")
IN_SOUTHPORT = {"stranger", "foreign_steward"}


def routes(resolver=None):
    for one in (resolver or get_resolver()).url_patterns:
        if hasattr(one, "url_patterns"):
            yield from routes(one)
        else:
            yield one


@dataclass
class Answer:
    word: str
    body: str
    headers: tuple
    written: frozenset


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """One world for the whole matrix, in one transaction; every request is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield House(build_scene())
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def facts_to_act_on(request, settings, tmp_path):
    """Without facts the pages that follow, approve and undo have nothing to do."""
    route = request.node.callspec.params.get("name") if hasattr(request.node, "callspec") else ""
    if route in ROUTES:
        settings.HOME = tmp_path
        request.getfixturevalue("house").scene.lay_facts()


@pytest.fixture(autouse=True)
def as_in_production(settings):
    settings.DEVELOPMENT = False
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 60 * 60  # it runs longer than ten minutes


class House:
    def __init__(self, scene):
        self.scene = scene
        self.cookies = {name: self._sign_in(name) for name in scene.world.people}
        self.cookies["signed_out"] = SimpleCookie()
        end_all_access(scene.world.people["ended"], by=None)
        self.client = Client(raise_request_exception=False)

    def _sign_in(self, name):
        client = Client()
        enter(client, self.scene.world.account(name))
        return client.cookies

    def address(self, route, target):
        return reverse(route, args=self.scene.target(route, target)) + QUERY.get(route, "")

    def ask(self, persona, method, address, data=None, **headers):
        """The answer, and what was written for it; nothing of it lasts."""
        written = set()

        def watch(execute, sql, parameters, many, context):
            found = WRITES.match(sql)
            if found:
                written.add(found[1])
            return execute(sql, parameters, many, context)

        self.client.cookies = SimpleCookie(
            {key: morsel.value for key, morsel in self.cookies[persona].items()}
        )
        with transaction.atomic(), connection.execute_wrapper(watch):
            send = getattr(self.client, method.lower())
            answer = (
                send(address, data or {}, **headers)
                if method == "POST"
                else send(address, **headers)
            )
            transaction.set_rollback(True)
        return Answer(word_for(answer), body_of(answer), headers_of(answer), frozenset(written))


def word_for(answer):
    if answer.status_code in {301, 302, 303}:
        where = answer.headers["Location"].split("?")[0]
        return {
            "/account/login/": "sign-in",
            "/account/second-step/": "set-up",
            "/account/reauthenticate/": "confirm",
        }.get(where, "done")
    return {200: "page", 404: "not-there", 405: "no-method"}.get(
        answer.status_code, str(answer.status_code)
    )


def body_of(answer):
    content = b"".join(answer) if answer.streaming else answer.content
    text = content.decode(errors="replace")
    return TOKEN.sub("", text)


def headers_of(answer):
    kept = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    return tuple(sorted(kept.items()))


def test_every_route_has_a_section_and_every_section_a_route():
    sections = {(name, route.path) for name, route in TABLE.routes.items()}
    found = {(one.name, "/" + str(one.pattern).lstrip("^")) for one in routes()}
    assert found == sections


def test_every_persona_of_the_table_is_in_the_world(house):
    named = {persona for members in TABLE.groups.values() for persona in members}
    assert named == set(house.cookies)


@pytest.mark.parametrize("sent", [name for name, one in TABLE.routes.items() if one.has_page])
def test_whoever_may_send_a_form_sees_it(sent):
    """Of the table alone: the short form asks few for a page that somebody else may send."""
    route = TABLE.routes[sent]
    sends = [
        (target, persona)
        for (method, target, persona), word in route.rows.items()
        if method == "POST" and word in {"done", "page"} and ":" not in target
    ]
    blind = [one for one in sends if route.answer("GET", *one, TABLE) == "not-there"]
    assert blind == []


@pytest.mark.asvs("3.5.3", "8.2.1", "8.2.2")
@pytest.mark.parametrize("name", TABLE.routes)
def test_route_answers_as_the_table_says(house, name):
    route = TABLE.routes[name]
    wrong = [line for persona in house.cookies for line in _wrong_for(house, route, persona)]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def _wrong_for(house, route, persona):
    not_there = {}
    for target in [*route.targets, *(["nobody"] if any(route.targets) else [])]:
        address = house.address(route.name, target)
        for method in METHODS:
            is_again = connection.vendor != "sqlite" and route.name not in ROUTES
            is_tried = route.is_tried_again if is_again else route.is_tried
            if not (is_tried(method, target, persona, TABLE) or IS_FULL):
                continue
            expected = route.answer(method, target, persona, TABLE)
            data = (
                house.scene.data(route.name, target)
                if method == "POST" and (target != "nobody")
                else {}
            )
            got = house.ask(persona, method, address, data)
            where = f"{route.name} {method} @{target} {persona}"
            yield from _faults(where, route, target, persona, method, expected, got)
            if expected == "not-there":
                not_there.setdefault(method, []).append((where, got))
    for answers in not_there.values():
        first = answers[0][1]
        for where, got in answers[1:]:
            if (got.body, got.headers) != (first.body, first.headers):
                yield f"{where}: can be told from what is not there"


def _faults(where, route, target, persona, method, expected, got):
    word, quiet, _ = expected.partition("~")
    if got.word != word:
        yield f"{where}: {got.word}, not {expected}"
    changed = got.written - SESSIONS
    if persona in TABLE.groups["outside"] and word != "done":
        changed -= AUDIT  # signing somebody out is noted
    if method in {"GET", "HEAD"} and route.name in READING_IS_NOTED:
        changed -= AUDIT
    acts = method not in {"GET", "HEAD", "OPTIONS"} and word in {"done", "page"} and not quiet
    if word == "done" and acts and not changed:
        yield f"{where}: did nothing, so it would not show a hole"
    if not (acts and word == "done") and not quiet and changed:
        yield f"{where}: wrote {', '.join(sorted(changed))}"
    yield from _secrets_in(where, route, target, persona, got)


def _secrets_in(where, route, target, persona, got):
    for name, secret in SECRETS.items():
        told = secret in got.body
        may = (route.name, target.split(":")[0], persona) in TABLE.secrets[name]
        if told and not may:
            yield f"{where}: shows the secret {name}"
        if may and got.word == "page" and " GET " in where and not told:
            yield f"{where}: does not show {name} to somebody who may read it"
    if persona not in TABLE.groups["outside"]:
        others = NORTHFIELD if persona in IN_SOUTHPORT else SOUTHPORT
        for name in others:
            if name in got.body:
                yield f"{where}: names {name}, of another district"


def test_what_may_not_be_seen_reads_as_an_address_that_does_not_exist(house):
    for persona in TABLE.personas("staff"):
        missing = house.ask(persona, "GET", "/no/such/page/")
        hidden = house.ask(persona, "GET", house.address("person", "nobody"))
        assert (missing.word, missing.body, missing.headers) == (
            hidden.word,
            hidden.body,
            hidden.headers,
        )


@pytest.mark.asvs("13.4.2")
def test_production_like_settings_are_what_the_matrix_runs_under(house):
    from convergent.people.installation import is_demo

    assert (django_settings.DEBUG, django_settings.DEVELOPMENT, is_demo()) == (False, False, False)
