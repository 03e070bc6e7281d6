"""Pieces that rules draw in: from measures, visits, meetings and what people answered."""

from datetime import date, timedelta

import pytest

from convergent import clock
from convergent.analysis.convergence import Says
from convergent.asking.questions import DIFFERENTLY, IN_THE_WAY
from convergent.evidence.access import visible_pieces
from convergent.evidence.actions.judging import judge_district
from convergent.evidence.drawing import at_least, at_most, rule_named, rules
from convergent.evidence.drawn.results import side_of
from convergent.evidence.library import Drawing, draws_of, library
from convergent.evidence.models import EvidencePiece
from convergent.evidence.presenters.picture import picture_page
from convergent.evidence.season import season_for
from convergent.facts.measures.definitions import definitions
from convergent.people.viewer import viewer_of
from convergent.practice.models import Feedback, VisitAgreement
from convergent.priorities.models import Commitment, Meeting
from tests.asking.given import answered
from tests.evidence.claiming import claimed, judged, verdict
from tests.learning.laid import growth, lay_measures, lay_snapshot
from tests.practice.visiting import agreed, looked_for, visited
from tests.world import hold, make_person


def drawn(claim, place):
    found = EvidencePiece._base_manager.filter(claim=claim, place=place, kind="drawn")
    return {one.rule: (one.says, one.perspective) for one in found}


def test_every_rule_of_the_library_is_known_and_its_limits_are_in_order():
    told = [one for claim in library().values() for one in claim.draws]
    assert {rule_named(one.rule).name for one in told} <= set(rules())
    assert {rule_named(one.key).name for one in told} == {one.rule for one in told}
    for one in told:
        limits = one.limits
        assert limits.get("for_from", 1) > limits.get("partly_from", 0)
        assert limits.get("for_to", 0) < limits.get("partly_to", 1)
        assert set(limits.get("themes", ())) <= {*IN_THE_WAY, *DIFFERENTLY}
        assert limits.get("measure", "median_growth") in definitions()
    assert isinstance(told[0], Drawing)


@pytest.mark.parametrize(
    ("share", "says"),
    [(0.6, Says.FOR), (0.59, Says.PARTLY), (0.3, Says.PARTLY), (0.29, Says.AGAINST)],
)
def test_from_a_threshold_on_it_is_for_the_claim(share, says):
    assert at_least(share, {"for_from": 0.6, "partly_from": 0.3}) is says
    assert at_most(1 - share, {"for_to": 0.4, "partly_to": 0.7}) is says


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [(50, 58, Says.FOR), (49, 58, Says.PARTLY), (42, 50, Says.PARTLY), (41, 49, Says.AGAINST)],
)
def test_a_measure_speaks_where_its_whole_interval_is_on_one_side(low, high, says):
    assert side_of("median_growth", low, high, 50) is says
    assert side_of("chronic_absence", -high, -low, -50) is says


def _people(world, count):
    for number in range(count):
        name = f"teacher {number}"
        if name not in world.people:
            world.people[name] = make_person(world.northfield, f"T{number} Hall")
            hold(world.people[name], "teacher", world.ash)
    return [world.people[f"teacher {number}"] for number in range(count)]


def _visits(world, teachers, *, followed, version=None):
    people = _people(world, teachers)
    seen = (
        {"seen": (version.look_fors.first().pk,), "look_for_version": version.pk} if version else {}
    )
    for number in range(teachers):
        began = clock.now() - timedelta(weeks=5)
        one = visited(world, "principal", f"teacher {number}", began_at=began, **seen)
        if number < followed:
            day = (clock.now() - timedelta(weeks=5)).date()
            Feedback._base_manager.filter(visit=one).update(shares_at=began, followed_up_on=day)
    return people


@pytest.fixture
def agreement(world):
    agreed(world)
    VisitAgreement.objects.update(starts_on=clock.today() - timedelta(days=300))


@pytest.mark.parametrize(("followed", "says"), [(5, "for"), (3, "partly"), (1, "against")])
def test_feedback_that_is_followed_up_speaks_from_eight_teachers_on(
    world, agreement, followed, says
):
    claim = claimed(world, "feedback")
    _visits(world, 7, followed=followed)
    judged(world)
    assert drawn(claim, world.ash) == {}
    _visits(world, 8, followed=0)
    judged(world)
    assert drawn(claim, world.ash) == {"followed up": (says, "principal")}
    assert verdict(world, claim).not_asked == "teacher"


def test_what_is_seen_speaks_for_the_set_that_a_claim_names(world, agreement):
    version = looked_for(world)
    claim = claimed(world, "seen")
    _visits(world, 8, followed=0, version=version)
    judged(world)
    assert drawn(claim, world.ash) == {"look-fors": ("partly", "principal")}
    assert drawn(claim, world.birch) == {}


def _promise(world, done, promised):
    role = world.role("coach", "ash")
    today = clock.today()
    for number, person in zip(range(promised), _people(world, 8) * 3, strict=False):
        Commitment.objects.create(
            team=world.team,
            what=f"Thing {number}",
            person=person,
            role=role,
            made_on=today - timedelta(days=40),
            first_due_on=today - timedelta(days=10),
            due_on=today - timedelta(days=10),
            state="done" if number < done else "open",
            ended_on=today if number < done else None,
        )


@pytest.mark.parametrize(("done", "says"), [(8, "for"), (5, "partly"), (2, "against")])
def test_promises_speak_where_eight_people_promised(world, done, says):
    claim = claimed(world)
    _promise(world, done, 9)
    judged(world)
    assert drawn(claim, world.ash) == {"promises kept": (says, "teacher leader")}
    Commitment.objects.filter(person=world.people["teacher 7"]).delete()
    judged(world)
    assert drawn(claim, world.ash) == {}


def test_meetings_that_were_called_off_speak_against(world):
    claim = claimed(world, "meetings")
    for person in _people(world, 8):
        hold(person, "teamMember", world.team)
    world.team.rhythms.create(
        purpose="Plan", first_on=date(2026, 9, 1), starts_at="15:15", every_weeks=1
    )
    for number in range(6):
        day = clock.today() - timedelta(days=7 * number)
        Meeting.objects.create(
            team=world.team, day=day, starts_at=clock.now(), minutes=45, state="called off"
        )
    judged(world)
    assert drawn(claim, world.ash)["meetings held"] == ("against", "teacher leader")


@pytest.mark.parametrize(("hindered", "says"), [(0, "for"), (4, "partly"), (8, "against")])
def test_answers_speak_for_teachers_where_eight_of_them_answered(world, hindered, says):
    claim = claimed(world, "time")
    last_month = clock.today().replace(day=1) - timedelta(days=3)
    for number, person in enumerate(_people(world, 8)):
        answered(person, world.ash, last_month, "time" if number < hindered else "nothing")
    judged(world)
    assert drawn(claim, world.ash) == {"answers in_the_way": (says, "teacher")}
    hold(world.people["teacher 0"], "coach", world.ash)
    world.people["teacher 0"].terms.filter(role__kind="teacher").delete()
    judged(world)
    assert drawn(claim, world.ash) == {}


def test_results_speak_until_their_snapshot_serves_no_more(world, settings, tmp_path):
    settings.HOME = tmp_path
    first = lay_snapshot(tmp_path)
    lay_measures(first, [growth(60, half=4.0)])
    claim = claimed(world, "growth")
    viewer = world.viewer("principal")
    judge_district(season_for(viewer), first)
    assert drawn(claim, world.ash) == {"measure median_growth": ("for", "student")}
    assert verdict(world, claim).snapshot == first.id
    judge_district(season_for(viewer), None)
    assert drawn(claim, world.ash) == {}
    found = verdict(world, claim)
    assert (found.why, found.snapshot) == ("nothing", "")


def test_results_are_not_shown_when_their_snapshot_serves_no_more(world, settings, tmp_path):
    settings.HOME = tmp_path
    first = lay_snapshot(tmp_path)
    lay_measures(first, [growth(60, half=4.0)])
    claimed(world, "growth")
    judge_district(season_for(world.viewer("principal")), first)
    assert visible_pieces(world.viewer("principal")).count() == 1
    assert picture_page(world.ash, world.viewer("principal")).rows[0].line.startswith("Students’")
    lay_snapshot(tmp_path, "two")
    assert visible_pieces(world.viewer("principal")).count() == 0
    row = picture_page(world.ash, world.viewer("principal")).rows[0]
    assert (row.marks, row.line) == ((), "It is being looked at, and will be here soon")


def test_judging_again_changes_nothing(world):
    claimed(world)
    _promise(world, 8, 9)
    assert judged(world).pieces_changed == 1
    assert (judged(world).pieces_changed, judged(world).verdicts_changed) == (0, 0)


def test_another_district_draws_nothing_from_here(world):
    claim = claimed(world, place="cove", by="stranger")
    _promise(world, 8, 9)
    stranger = viewer_of(world.people["stranger"], clock.today())
    judge_district(season_for(stranger), None)
    judged(world)
    assert drawn(claim, world.cove) == {}
    assert draws_of(claim)[0].rule == "promises kept"
