"""Every page and every message is in the language of who reads it; so are its dates and numbers."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format, number_format
from tests.access.scene import QUERY, build_scene
from tests.access.table import read_table
from tests.mail import sent_mail
from tests.world import PASSWORD, enter, hold, make_person
from tools.messages import LANGUAGES, texts

import convergent
from convergent import clock
from convergent.facts.findings import TableCount
from convergent.facts.snapshot import Manifest
from convergent.people.models import Account, RoleTerm
from convergent.people.presenters.terms import conditions
from convergent.web.sign_in.invitations import invite

SOURCE = Path(convergent.__file__).parent
TEMPLATES = sorted(path for path in SOURCE.rglob("templates/**/*") if path.is_file())
CODE = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
ENGLISH = sorted(
    {
        words
        for one in texts()
        if one.id
        for words in ([one.id] if isinstance(one.id, str) else one.id)
    }
)
A_THURSDAY = datetime(2026, 11, 19, 19, 5, tzinfo=UTC)  # in Northfield five past two
without_records = pytest.mark.without_records
in_every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(autouse=True, scope="session")
def _folder_of_static_files():
    (Path(settings.HOME) / "static").mkdir(exist_ok=True)


# ---- The pages


HEARD = ("aria-label", "placeholder", "title", "alt", "data-help", "data-failed")


class Nodes(HTMLParser):
    """What is read on a page, or heard of it: texts between the tags, and labels."""

    def __init__(self, page):
        super().__init__()
        self.found, self.silent, self.language = set(), False, ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.silent = tag in {"script", "style"}
        if tag == "html":
            self.language = dict(attrs)["lang"]
        for name, value in attrs:
            if name in HEARD:
                self.handle_data(value or "")

    def handle_endtag(self, tag):
        self.silent = False

    def handle_data(self, data):
        if data.strip() and not self.silent:
            self.found.add(" ".join(data.split()))


def pattern_of(english):
    literal = [re.escape(part) for part in re.split(r"%\(\w+\)[sd]|{\w+}", english)]
    return re.compile(r"(?<!\w)" + ".+?".join(literal).replace("%%", "%") + r"(?!\w)")


OURS = [
    pattern_of(words)
    for words in ENGLISH
    if len(re.sub(r"%\(\w+\)[sd]|{\w+}", "", words).strip()) > 12
]
SMALL_WORDS = re.compile(
    r"\b(the|and|you|your|with|this|that|which|who|whoever|is|are|was|were|of|from|for|what|when|it"
    r"|its|nobody|everybody|nothing|here|not|has|have|today|yesterday|waiting|cancelled|failed)\b",
    re.IGNORECASE,
)
WRITTEN_BY_PEOPLE = ("SECRET-", "Line of ", "Coaches at ")


@cache
def is_english(node):
    return bool(SMALL_WORDS.search(node)) or any(ours.search(node) for ours in OURS)


def english_in(nodes):
    return sorted(
        node for node in nodes if not node.startswith(WRITTEN_BY_PEOPLE) and is_english(node)
    )


ACT_WHEN_EMPTY = {
    *("mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_remove_webauthn", "way_in"),
}


class House:
    """The world of the access matrix, in which everybody reads one language."""

    def __init__(self, language):
        self.scene, self.table, self.language = build_scene(), read_table(), language
        Account.objects.update(language=language)
        self.clients = {}

    def client(self, name):
        if name not in self.clients:
            client = self.clients[name] = Client(headers={"accept-language": self.language})
            if name in self.scene.world.people:
                self._sign_in(client, name)
        return self.clients[name]

    def _sign_in(self, client, name):
        enter(client, self.scene.world.account(name))

    def pages(self, name, method="get"):
        """Every page that the matrix gives a person: its route and what is on it."""
        for route, address in self._addresses(name):
            if method == "get" or ("POST" in route.methods and route.name not in ACT_WHEN_EMPTY):
                answer = getattr(self.client(name), method)(address)
                if (
                    answer.headers.get("Content-Type", "").startswith("text/html")
                    and answer.content
                ):
                    yield route.name, Nodes(answer.content.decode())

    def _addresses(self, name):
        for route in self.table.routes.values():
            for target in route.targets:
                if route.opens_to != "nobody" and self._is_page(route, target, name):
                    args = self.scene.target(route.name, target)
                    yield route, reverse(route.name, args=args) + QUERY.get(route.name, "")

    def _is_page(self, route, target, name):
        return route.answer("GET", target, name, self.table) in {"page", "403"}


PARTS_OF_PAGES = {"data_under_way"}
PERSONAS = (
    *("signed_out", "superintendent", "steward", "supervisor", "principal", "assistant"),
    *("coach", "teacher", "unit_head", "case_owner", "researcher", "unsecured"),
)


@pytest.mark.django_db
@in_every_language
@pytest.mark.parametrize("name", PERSONAS)
def test_every_page_is_in_the_language_of_who_reads_it(name, language):
    house = House(language)
    seen, left = set(), {}
    for route, nodes in house.pages(name):
        assert nodes.language == ("" if route in PARTS_OF_PAGES else language), route
        seen.add(route)
        left |= dict.fromkeys(english_in(nodes.found), route)
    assert left == {}
    assert len(seen) >= 5


@pytest.mark.django_db
@in_every_language
@pytest.mark.parametrize("name", ["signed_out", "steward", "principal", "coach"])
def test_what_an_empty_form_is_told_is_in_the_language_of_who_sent_it(name, language):
    house, told, left = House(language), set(), {}
    for route, nodes in house.pages(name, "post"):
        told.add(route)
        left |= dict.fromkeys(english_in(nodes.found), route)
    assert left == {}
    assert len(told) >= 3


@pytest.mark.django_db
def test_english_left_on_a_page_would_be_seen():
    house = House("en")
    for route, nodes in house.pages("principal"):
        assert english_in(nodes.found), route


@pytest.fixture
def rosters(settings, tmp_path):
    """A load of rosters, as far as its own description goes."""
    folder = tmp_path / "facts/snapshots/one"
    folder.mkdir(parents=True)
    manifest = Manifest(
        content_hash="none",
        as_of=date(2026, 11, 17),
        inputs={},
        built_at=A_THURSDAY,
        tables={"users": TableCount(read=12347, loaded=12345, rejected=2)},
        served={"users": 12345},
        code_version="0",
    )
    (folder / "manifest.json").write_text(manifest.as_json())
    folder.parent.with_name("current").symlink_to("snapshots/one")
    settings.HOME = tmp_path


# ---- Dates and numbers, as CLDR has them for the United States

WRITTEN = {
    "en": {
        "WEEKDAY_FORMAT": "Thursday, November 19",
        "DATE_FORMAT": "November 19, 2026",
        "MONTH_DAY_FORMAT": "November 19",
        "YEAR_MONTH_FORMAT": "November 2026",
        "DATETIME_FORMAT": "November 19, 2026, 2:05 p.m.",
        "SHORT_DATETIME_FORMAT": "11/19/2026 2:05 p.m.",
    },
    "es": {
        "WEEKDAY_FORMAT": "jueves, 19 de noviembre",
        "DATE_FORMAT": "19 de noviembre de 2026",
        "MONTH_DAY_FORMAT": "19 de noviembre",
        "YEAR_MONTH_FORMAT": "noviembre de 2026",
        "DATETIME_FORMAT": "19 de noviembre de 2026, 2:05 p.m.",
        "SHORT_DATETIME_FORMAT": "19 nov 2026, 2:05 p.m.",
    },
}
REGION = {"en": "en_US", "es": "es_US"}
each_region = pytest.mark.parametrize("language", WRITTEN)


@without_records
@each_region
def test_dates_are_written_as_the_language_does(language):
    moment = datetime(2026, 11, 19, 14, 5)  # noqa: DTZ001 (of the place)
    with translation.override(language):
        said = {name: date_format(moment, name) for name in WRITTEN[language]}
    assert said == WRITTEN[language]


@without_records
@each_region
def test_days_in_words_agree_with_cldr(language):
    day = date(2026, 11, 19)
    with translation.override(language):
        weekday, month_day = (
            date_format(day, "WEEKDAY_FORMAT"),
            date_format(day, "MONTH_DAY_FORMAT"),
        )
    name = format_date(day, "EEEE", locale=REGION[language])
    assert month_day == format_skeleton("MMMMd", day, locale=REGION[language])
    assert weekday == f"{name}, {month_day}"


@without_records
@each_region
def test_numbers_agree_with_cldr(language):
    with translation.override(language):
        assert intcomma(1234567) == format_decimal(1234567, locale=REGION[language])
        assert number_format(Decimal("0.5")) == format_decimal(0.5, locale=REGION[language])


@without_records
@pytest.mark.parametrize(
    "language",
    [
        "en",
        "es",
    ],
)
def test_a_share_is_written_as_the_language_does(language):
    term = RoleTerm(share=Decimal("0.6"))
    with translation.override(language):
        assert conditions(term).startswith(format_percent(0.6, locale=REGION[language]))


@without_records
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_a_date_format_of_its_own(path):
    named = re.findall(r"""\|(?:date|time):["']([^"']*)["']""", path.read_text())
    assert [one for one in named if not re.fullmatch(r"[A-Z_]+_FORMAT", one)] == []


@without_records
def test_no_code_that_speaks_has_a_date_format_of_its_own():
    speaking = [path for path in CODE if {"web", "people"} & set(path.parts)]
    own = re.compile(r"""strftime\(|date_format\([^()]*, ["'](?![A-Z_]+_FORMAT["'])""")
    assert [str(path) for path in speaking if own.search(path.read_text())] == []


def page_of(client, address):
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return Nodes(answer.content.decode())


@each_region
def test_today_says_its_day_as_the_language_does(world, signed_in, language):
    Account.objects.update(language=language)
    with clock.moved_to(A_THURSDAY):
        nodes = page_of(signed_in("coach"), "/today/")
    assert WRITTEN[language]["WEEKDAY_FORMAT"] in nodes.found


LOADED = {
    "en": {"The rosters are 2 days old, from November 17, 2026.", "12,345"},
    "es": {"Las listas son de hace 2 días, del 17 de noviembre de 2026.", "12,345"},
}


@each_region
@pytest.mark.usefixtures("rosters")
def test_what_is_loaded_is_said_as_the_language_does(world, signed_in, language):
    Account.objects.update(language=language)
    TOTP.activate(world.account("superintendent"), generate_totp_secret())
    with clock.moved_to(A_THURSDAY):
        client = signed_in("superintendent")
        evidence = page_of(client, "/evidence/").found
        found = evidence | page_of(client, "/data/").found
    assert LOADED[language] - found == set()
    assert language == "en" or english_in(evidence) == []


# ---- Mail


def sent_by(deed):
    sent_mail().clear()
    deed()
    return [f"{one.subject} {one.body}" for one in sent_mail()]


def invitation(world, client):
    invited = make_person(world.northfield, "Ines Nova")
    hold(invited, "coach", world.birch)
    account = Account.objects.create_account(invited)
    Account.objects.filter(pk=account.pk).update(language=world.account("coach").language)
    invite(invited, by=world.viewer("steward"))


def forgotten_password(world, client):
    client.post("/account/password/reset/", {"email": world.coach.email})


def changed_password(world, client):
    login = {"login": world.account("coach").email, "password": PASSWORD}
    client.post("/account/login/", login)
    change = {"oldpassword": PASSWORD, "password1": "lantern gravel otter moss"}
    client.post("/account/password/change/", change)


@pytest.mark.parametrize("deed", [invitation, forgotten_password, changed_password])
@pytest.mark.parametrize(("language", "of_others"), [("es", "en"), ("en", "es")])
def test_mail_is_in_the_language_of_who_gets_it(world, client, deed, language, of_others):
    Account.objects.update(language=language)
    with translation.override(of_others):
        sent = sent_by(lambda: deed(world, client))
    assert len(sent) == 1
    lines = [line for line in sent[0].splitlines() if "://" not in line]
    assert bool(english_in(lines)) == (language == "en")
    assert bool(re.search("[áéíóúñ¿]", sent[0])) == (language == "es")
