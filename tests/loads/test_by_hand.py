"""What was written by hand and is exported otherwise: shown, and decided on."""

import html
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convergent.audit.models import AuditRow
from convergent.facts.snapshot import current_snapshot
from convergent.jobs.models import Job
from convergent.loads.agenda import exports_that_say_otherwise
from convergent.people.actions import terms
from convergent.people.following import follow
from convergent.people.models import Person, RoleTerm
from tests.people.exports import Exports

pytestmark = pytest.mark.django_db
BEGAN = date(2020, 8, 1)
PAGE = "/data/by-hand/"
MONTH = timedelta(days=30)


@pytest.fixture
def exports():
    return Exports(
        orgs={"d": ("district", "Northfield", None), "ash": ("school", "Ash School", "d")},
        people={"ben": ("Ben", "Ito"), "cam": ("Cam", "Oz"), "dee": ("Dee", "Fox")},
        roles={
            ("ben", "ash", "coach", BEGAN, None),
            ("cam", "ash", "ext:greeter", BEGAN, None),
            ("cam", "ash", "coach", BEGAN, None),
            ("dee", "ash", "coach", BEGAN, None),
        },
    )


@pytest.fixture
def followed(exports, home, world):
    """`followed()`: the exports serve, and people follow them."""
    for name, known in (("northfield", "d"), ("ash", "ash")):
        world.places[name].sourced_id = known
        world.places[name].save()

    def now():
        facts = home / "facts"
        snapshot = exports.snapshot(facts / "snapshots")
        (facts / "current").unlink(missing_ok=True)
        (facts / "current").symlink_to(f"snapshots/{snapshot.folder.name}")
        return follow(current_snapshot(home), today=world.viewer("steward").today)

    now()
    return now


def end_by_hand(world, *who):
    steward = world.viewer("steward")
    for name in who:
        term = RoleTerm.objects.get(person__sourced_id=name)
        terms.end_term(term, ends_on=steward.today + MONTH, version=1, by=steward)


def read(browser):
    return html.unescape(re.sub(r"\s+", " ", browser.get(PAGE).text))


def send(browser, choice):
    sent = dict(re.findall(r'name="(thing|told)" value="([^"]*)"', browser.get(PAGE).text))
    return browser.post(PAGE, {**sent, "choice": choice}, follow=True)


def on_today(world, who="steward"):
    return [item.title for item in exports_that_say_otherwise(world.viewer(who))]


ONCE = ["Once, the exports say otherwise than what was written by hand."]


def test_page_says_who_differs_and_in_what(world, followed, keeper):
    end_by_hand(world, "ben")
    assert followed().by_hand_differs == 1
    page = read(keeper)
    assert re.findall(r"<p>(Last day: .*?)</p>", page)[0].startswith(
        "Last day: the exports say none set, by hand it is "
    )
    assert "Ben Ito" in page
    assert "Coach · Ash School" in page
    assert on_today(world) == ONCE


def test_nothing_by_hand_is_no_difference_and_nothing_on_today(world, followed, keeper):
    assert "No difference" in read(keeper)
    assert on_today(world) == []


def test_whoever_keeps_no_data_has_nothing_on_today(world, followed):
    end_by_hand(world, "ben")
    assert on_today(world, "principal") == []


def test_keepers_of_another_district_see_none_of_it(world, followed):
    end_by_hand(world, "ben")
    assert on_today(world, "foreign_steward") == []


def test_role_that_is_not_known_is_named_with_how_often(followed, keeper):
    page = read(keeper)
    assert '<th scope="row">ext:greeter</th>' in page
    assert "It is not among the names that are known here." in page


def test_taking_what_the_exports_say_lets_the_next_following_write_it(world, followed, keeper):
    end_by_hand(world, "ben")
    answer = send(keeper, "take")
    assert "The exports’ words are taken." in answer.text
    assert Job.objects.filter(kind="follow").count() == 1
    assert AuditRow.objects.filter(action="follow exports again").count() == 1
    followed()
    assert RoleTerm.objects.get(person__sourced_id="ben").ends_on is None
    assert on_today(world) == []


def test_what_is_kept_is_not_asked_about_until_the_exports_say_something_else(
    world, exports, followed, keeper
):
    end_by_hand(world, "ben")
    send(keeper, "keep")
    assert on_today(world) == []
    assert "kept as here" in read(keeper)
    followed()
    steward = world.viewer("steward")
    assert RoleTerm.objects.get(person__sourced_id="ben").ends_on == steward.today + MONTH
    assert on_today(world) == []
    exports.roles.remove(("ben", "ash", "coach", BEGAN, None))
    exports.roles.add(("ben", "ash", "coach", BEGAN, steward.today + 2 * MONTH))
    followed()
    assert on_today(world) == ONCE


def test_what_changed_since_the_page_was_shown_is_not_decided(world, exports, followed, keeper):
    end_by_hand(world, "ben")
    seen = dict(re.findall(r'name="(thing|told)" value="([^"]*)"', keeper.get(PAGE).text))
    exports.roles.remove(("ben", "ash", "coach", BEGAN, None))
    exports.roles.add(("ben", "ash", "coach", BEGAN, world.viewer("steward").today + 2 * MONTH))
    followed()
    answer = keeper.post(PAGE, {**seen, "choice": "take"}, follow=True)
    assert "That differs no longer, or the exports say something else now." in answer.text
    assert RoleTerm.objects.get(person__sourced_id="ben").source == "by hand"


def test_person_kept_by_hand_shows_both_names(world, followed, keeper):
    Person.objects.filter(sourced_id="cam").update(family_name="Ozal", source="by hand")
    assert "Last name: the exports say Oz, by hand it is Ozal." in read(keeper)


def test_roles_in_another_district_are_named(world, exports, followed, keeper):
    exports.orgs |= {"s": ("district", "Southport", None), "cove": ("school", "Cove", "s")}
    exports.roles.add(("dee", "cove", "coach", BEGAN, None))
    exports.secondary.add(("dee", "cove"))
    assert followed().roles_elsewhere == 1
    page = read(keeper)
    assert "Roles in another district" in page
    assert "Dee Fox</a>, coach · Cove" in page


def test_page_asks_the_same_for_one_and_three(world, followed, keeper):
    def asked_for(*names):
        end_by_hand(world, *names)
        with CaptureQueriesContext(connection) as queries:
            page = keeper.get(PAGE).text
        return len(queries), page.count('value="take"')

    keeper.get(PAGE)
    one, shown_one = asked_for("ben")
    three, shown_three = asked_for("cam", "dee")
    assert (shown_one, shown_three) == (1, 3)
    assert one == three
