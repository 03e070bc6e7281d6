"""Single promises that the laws and the matrix would show only now and then."""

import ast
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path

import convergent
from convergent import clock
from convergent.audit.models import AuditRow
from convergent.errors import NotAllowed
from convergent.people.actions import handovers, terms
from convergent.people.actions.credentials import account_of_secret, issue_credential
from convergent.people.actions.places import form_team
from convergent.people.following import follow
from convergent.people.installation import become_demo, is_demo
from convergent.people.models import Handover, Person, Place, RoleTerm
from convergent.people.viewer import viewer_of
from tests.people.exports import Exports
from tests.world import enter, hold, make_person

SOURCE = Path(convergent.__file__).parent
TODAY = date(2026, 11, 19)


def undeclared(request):
    return HttpResponse("open to nobody")


urlpatterns = [path("undeclared/", undeclared, name="undeclared")]
handler404 = "convergent.web.views.errors.not_there"


@pytest.mark.asvs("8.2.1", "16.5.3")
@pytest.mark.urls("tests.people.test_promises")
@pytest.mark.parametrize("name", [None, "teacher", "superintendent", "steward"])
def test_view_that_says_nobody_is_not_there(world, client, name):
    if name:
        enter(client, world.account(name))
    client.raise_request_exception = False
    assert b"open to nobody" not in client.get("/undeclared/").content


def test_handovers_are_read_by_no_other_door_than_their_rule(world):
    by = world.viewer("coach")
    handovers.keep_draft(world.role("coach", "ash"), text="words", by=by)
    assert Handover.objects.count() == Handover._base_manager.none().count() == 0
    assert by.person.handovers.count() == world.role("coach", "ash").handovers.count() == 0


def test_the_rules_door_is_opened_by_access_alone():
    callers = {
        file.relative_to(SOURCE).as_posix()
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "readable_by_rule"
    }
    assert callers == {
        "asking/access.py",
        "evidence/access.py",
        "people/access/handovers.py",
        "practice/access/coaching.py",
        "practice/access/openings.py",
        "practice/access/followed_up.py",
        "practice/access/over_time.py",
        "practice/access/patterns.py",
        "practice/access/threads.py",
        "practice/access/visits.py",
        "practice/access/weeks.py",
        "priorities/access/meetings.py",
        "priorities/access/notes.py",
        "support/access.py",
        "trust/access.py",
    }


def test_token_past_its_day_opens_nothing(world):
    _, secret = issue_credential(
        world.account("coach"), kind="token", label="t", lifetime=timedelta(days=2)
    )
    assert account_of_secret(secret, kind="token") == world.account("coach")
    with clock.moved_to(clock.now() + timedelta(days=3)):
        assert account_of_secret(secret, kind="token") is None


@pytest.mark.asvs("6.3.2")
def test_records_in_use_never_become_a_demonstration(world):
    with pytest.raises(NotAllowed):
        become_demo()
    assert not is_demo()


@pytest.mark.asvs("3.5.1")
def test_a_form_without_its_token_is_refused(world):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.account("steward"))
    before = Person.objects.count()
    answer = strict.post("/people/add/", {"given_name": "Nina"})
    assert (answer.status_code, Person.objects.count()) == (403, before)


def test_changed_conditions_leave_the_old_term_as_it_was(world):
    old, by = world.term("coach"), world.viewer("principal")
    new = terms.change_term(
        old, starts_on=by.today, acting=True, share=Decimal("0.5"), version=1, by=by
    )
    kept = RoleTerm.objects.get(pk=old.pk)
    assert (kept.starts_on, kept.ends_on, kept.acting, kept.share) == (
        old.starts_on,
        by.today - timedelta(days=1),
        False,
        1,
    )
    assert (new.starts_on, new.acting, new.share) == (by.today, True, Decimal("0.5"))


@pytest.fixture
def exports(db):
    return Exports(
        orgs={
            "d": ("district", "Northfield", None),
            "n1": ("local", "Hill", "d"),
            "n2": ("local", "Bay", "d"),
            "ash": ("school", "Ash", "n1"),
            "team": ("department", "Team", "ash"),
        },
        people={"ann": ("Ann", "Lee"), "ben": ("Ben", "Ito")},
        roles={
            ("ann", "ash", "principal", date(2020, 8, 1), None),
            ("ben", "ash", "teacher", date(2020, 8, 1), None),
        },
    )


def test_role_that_is_no_longer_exported_ends_and_stays_in_the_history(exports, tmp_path):
    follow(exports.snapshot(tmp_path), today=TODAY)
    exports.roles = {row for row in exports.roles if row[0] != "ben"}
    follow(exports.snapshot(tmp_path), today=TODAY)
    [term] = RoleTerm.objects.filter(person__sourced_id="ben")
    assert (term.starts_on, term.ends_on) == (date(2020, 8, 1), date(2026, 11, 18))


def test_what_was_written_by_hand_stays_and_the_difference_is_counted(exports, tmp_path):
    follow(exports.snapshot(tmp_path), today=TODAY)
    term = RoleTerm.objects.get(person__sourced_id="ben")
    head = make_person(Place.objects.get(kind="district"), "Sofia Marin")
    hold(head, "superintendent", Place.objects.get(kind="district"))
    last = TODAY + timedelta(days=30)
    terms.end_term(term, ends_on=last, version=1, by=viewer_of(head, TODAY))
    done = follow(exports.snapshot(tmp_path), today=TODAY)
    assert RoleTerm.objects.get(pk=term.pk).ends_on == last
    assert done.by_hand_differs == 1


def test_hire_by_hand_that_the_export_dates_otherwise_is_one_term(exports, tmp_path):
    follow(exports.snapshot(tmp_path), today=TODAY)
    head = make_person(Place.objects.get(kind="district"), "Sofia Marin")
    hold(head, "superintendent", Place.objects.get(kind="district"))
    role = RoleTerm.objects.get(person__sourced_id="ben").role
    terms.start_term(
        role,
        Person.objects.get(sourced_id="ann"),
        starts_on=TODAY - timedelta(days=3),
        by=viewer_of(head, TODAY),
    )
    exports.roles.add(("ann", "ash", "teacher", TODAY - timedelta(days=1), None))
    done = follow(exports.snapshot(tmp_path), today=TODAY)
    assert RoleTerm.objects.filter(role=role, person__sourced_id="ann").count() == 1
    assert done.terms_begun == 0


def test_teams_move_along_with_their_school(exports, tmp_path):
    """Also one that no export knows: what a supervisor sees is decided by its path."""
    follow(exports.snapshot(tmp_path), today=TODAY)
    head = viewer_of(Person.objects.get(sourced_id="ann"), TODAY)
    form_team(Place.objects.get(sourced_id="ash"), name="By hand", by=head)
    exports.orgs["ash"] = ("school", "Ash", "n2")
    follow(exports.snapshot(tmp_path), today=TODAY)
    bay = Place.objects.get(sourced_id="n2")
    within = Place.objects.filter(path__startswith=bay.path, kind="team")
    assert sorted(within.values_list("name", flat=True)) == ["By hand", "Team"]


def test_pauses_in_typing_leave_one_audit_row_for_each_sitting(world):
    role, by = world.role("coach", "ash"), world.viewer("coach")
    began = clock.now()
    for minutes in (0, 2, 9, 30, 31):
        with clock.moved_to(began + timedelta(minutes=minutes)):
            draft = handovers.keep_draft(role, text=f"words, {minutes} on", by=by)
    assert (draft.version, AuditRow.objects.filter(action="write handover").count()) == (5, 2)
