"""Without an agreement that both sides confirmed, visits are off."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from convergent import clock
from convergent.errors import BadInput, NotThere
from convergent.people.actions.conflicts import Conflict
from convergent.practice.access.visiting import terms_visitable_by
from convergent.practice.actions.agreements import (
    Terms,
    confirm_agreement,
    invite,
    name_evaluator,
    write_agreement,
)
from convergent.practice.actions.visits import keep_visit
from convergent.practice.models import AgreedKind, Evaluation, VisitAgreement
from tests.practice.visiting import agreed, evaluates, represented, sent, viewer_in, visited


def _terms(world, **more):
    today = world.viewer("superintendent").today
    return Terms(**{"group": "teacher", "starts_on": today, "kinds": ["leader"], **more})


def _visitable(world, name, days=0):
    return {term.person for term in terms_visitable_by(viewer_in(world, name, days))}


def test_without_an_agreement_nobody_is_visited(world):
    assert _visitable(world, "principal") == set()
    with pytest.raises(NotThere):
        keep_visit(sent(world), by=world.viewer("principal"))


@pytest.mark.parametrize("side", ["superintendent", "union"])
def test_one_side_alone_makes_no_agreement(world, side):
    represented(world)
    written = write_agreement(_terms(world), by=world.viewer(side))
    confirm_agreement(written, by=world.viewer(side))
    assert _visitable(world, "principal") == set()
    with pytest.raises(BadInput):
        confirm_agreement(written, by=world.viewer(side))


def test_with_both_sides_it_holds_for_the_kinds_that_it_names(world):
    agreed(world, kinds=["leader", "supervisor"])
    teachers = {world.teacher, world.colleague}
    assert _visitable(world, "principal") == _visitable(world, "assistant") == teachers
    assert _visitable(world, "supervisor") == teachers
    assert _visitable(world, "coach") == _visitable(world, "other_principal") == set()
    assert _visitable(world, "stranger") == set()


def test_a_new_agreement_ends_the_one_before_it_and_visits_keep_theirs(world):
    first = agreed(world)
    visit = visited(world, "coach")
    with clock.moved_to(clock.now() + timedelta(days=30)):
        agreed(world, kinds=["leader"])
        assert _visitable(world, "coach") == set()
    first.refresh_from_db()
    assert first.ends_on == clock.today() + timedelta(days=29)
    assert visit.agreement == first


@pytest.mark.parametrize("who", ["principal", "steward", "teacher", "supervisor"])
def test_nobody_else_writes_or_confirms(world, who):
    represented(world)
    written = write_agreement(_terms(world), by=world.viewer("union"))
    with pytest.raises(NotThere):
        confirm_agreement(written, by=world.viewer(who))
    with pytest.raises(NotThere):
        write_agreement(_terms(world), by=world.viewer(who))


@pytest.mark.parametrize("kind", ["coach", "peer"])
def test_coaching_is_never_used_in_an_evaluation(world, kind):
    with pytest.raises(BadInput):
        write_agreement(
            _terms(world, kinds=[kind], may_inform_evaluation=[kind]),
            by=world.viewer("superintendent"),
        )
    written = write_agreement(_terms(world), by=world.viewer("superintendent"))
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreedKind.objects.create(agreement=written, kind=kind, may_inform_evaluation=True)


def test_who_confirms_what_was_changed_meanwhile_is_told(world):
    represented(world)
    written = write_agreement(_terms(world), by=world.viewer("superintendent"))
    confirm_agreement(written, version=1, by=world.viewer("superintendent"))
    with pytest.raises(Conflict):
        confirm_agreement(written, version=1, by=world.viewer("union"))


def test_the_database_too_wants_two_people(world):
    written = write_agreement(_terms(world), by=world.viewer("superintendent"))
    one, now = world.superintendent, clock.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitAgreement.objects.filter(pk=written.pk).update(
            officer=one,
            officer_confirmed_at=now,
            union_representative=one,
            union_confirmed_at=now,
        )


def test_who_evaluates_whom_is_known_for_each_day(world):
    evaluates(world)
    with clock.moved_to(clock.now() + timedelta(days=10)):
        evaluates(world, "assistant")
    first, second = Evaluation.objects.order_by("starts_on")
    today = clock.today()
    assert (first.evaluator, first.ends_on) == (world.principal, today + timedelta(days=9))
    assert (second.evaluator, second.ends_on) == (world.assistant, None)
    assert Evaluation.objects.on(today + timedelta(days=9)).get() == first


def test_only_whoever_leads_the_school_or_is_above_names_evaluators(world):
    for who in ("teacher", "coach", "assistant", "other_principal", "stranger"):
        with pytest.raises(NotThere):
            name_evaluator(world.ash, world.teacher, world.principal, by=world.viewer(who))
    with pytest.raises(BadInput):
        name_evaluator(
            world.ash, world.other_principal, world.principal, by=world.viewer("principal")
        )


def test_a_colleague_visits_whoever_invited_her_until_that_day(world):
    agreed(world)
    today = clock.today()
    invite(world.colleague, until=today + timedelta(days=7), by=world.viewer("teacher"))
    assert _visitable(world, "colleague") == {world.teacher}
    assert _visitable(world, "teacher") == set()
    assert _visitable(world, "colleague", days=8) == set()
