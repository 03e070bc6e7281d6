"""Histories of hiring, moving, leaving, renaming, returning and evaluating, with coaching between:
after each step, who reads what is held against an oracle that knows the history and no query."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from convergent import clock
from convergent.errors import BadInput, NotThere
from convergent.people.models import RoleTerm
from convergent.people.viewer import viewer_of
from convergent.practice.access.coaching import own_cycles, why_cycle
from convergent.practice.access.threads import (
    pieces_of_threads,
    shared_with,
    visible_threads,
    why_shared,
    why_thread,
)
from convergent.practice.actions import coaching, openings, threads
from convergent.practice.models import (
    CoachingCycle,
    CoachingPiece,
    Evaluation,
    Opening,
    SharedPiece,
)
from tests.world import hold, make_person, make_place

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 19, 15, tzinfo=UTC)
TEACHERS, COACHES = ("ann", "ben"), ("cem", "dot")
SIDES, OTHERS = ("officer", "union"), ("head",)
PEOPLE = (*TEACHERS, *COACHES, *SIDES, *OTHERS)


class Histories(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.moved = None
        self.block = transaction.atomic()
        self.block.__enter__()
        self.move_clock(START)
        top = make_place("district", "Northfield")
        self.places = {name: make_place("school", name.title(), top) for name in ("ash", "birch")}
        self.people = {name: make_person(top, f"{name.title()} Bo") for name in PEOPLE}
        for name in TEACHERS:
            hold(self.people[name], "teacher", self.places["ash"])
        for name in COACHES:
            hold(self.people[name], "coach", self.places["ash"])
        hold(self.people["officer"], "superintendent", top)
        hold(self.people["union"], "unionRepresentative", top)
        hold(self.people["head"], "principal", self.places["ash"])
        self.evaluations = []  # evaluator, evaluated, first day, last day or None
        self.opened = []  # teacher, coach, until
        self.number = 0

    def teardown(self):
        with connection.cursor():
            connection.check_constraints()
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        self.moved.__exit__(None, None, None)

    def move_clock(self, moment):
        if self.moved:
            self.moved.__exit__(None, None, None)
        self.now = moment
        self.moved = clock.moved_to(moment)
        self.moved.__enter__()

    @property
    def today(self):
        return clock.today()

    def viewer(self, name):
        return viewer_of(self.people[name], self.today)

    def attempt(self, act, *args, by, **more):
        """What cannot be done is refused; whoever holds no role does nothing."""
        viewer = self.viewer(by)
        try:
            with transaction.atomic():
                return act(*args, by=viewer, **more) if viewer else None
        except (BadInput, NotThere):
            return None

    def cycle_of(self, teacher, coach):
        found = CoachingCycle._base_manager.filter(
            teacher=self.people[teacher], coach=self.people[coach]
        )
        return found.order_by("-asked_on", "-version").select_related("place", "coach").first()

    # ---- what happens

    @rule(days=st.integers(1, 20))
    def days_pass(self, days):
        self.move_clock(self.now + timedelta(days=days))

    @rule(who=st.sampled_from([*COACHES, *TEACHERS, *SIDES]))
    def leave(self, who):
        running = RoleTerm.objects.filter(person=self.people[who], ends_on=None)
        running.filter(starts_on=self.today).delete()
        running.update(ends_on=self.today - timedelta(days=1))

    @rule(who=st.sampled_from([*COACHES, *TEACHERS]), place=st.sampled_from(["ash", "birch"]))
    def hire(self, who, place):
        """Anew, or back; to the same school or to the other one."""
        if not RoleTerm.objects.on(self.today).filter(person=self.people[who]).exists():
            kind = "coach" if who in COACHES else "teacher"
            hold(self.people[who], kind, self.places[place], starts_on=self.today)

    @rule(who=st.sampled_from(PEOPLE), name=st.sampled_from(["Ann", "Annika"]))
    def rename(self, who, name):
        self.people[who].given_name = name
        self.people[who].save()

    @rule(by=st.sampled_from([*COACHES, "head", "officer"]), of=st.sampled_from(TEACHERS))
    def begin_to_evaluate(self, by, of):
        running = [one for one in self.evaluations if one[1] == of and one[3] is None]
        if not running:
            Evaluation.objects.create(
                evaluator=self.people[by], evaluated=self.people[of], starts_on=self.today
            )
            self.evaluations.append([by, of, self.today, None])

    @rule(of=st.sampled_from(TEACHERS))
    def evaluate_no_more(self, of):
        for one in self.evaluations:
            if one[1] == of and one[3] is None:
                one[3] = self.today
                Evaluation.objects.filter(evaluated=self.people[of], ends_on=None).update(
                    ends_on=self.today
                )

    @rule(teacher=st.sampled_from(TEACHERS), coach=st.sampled_from(COACHES))
    def ask_and_agree(self, teacher, coach):
        cycle = self.attempt(coaching.ask_for_coaching, self.people[coach], by=teacher)
        if cycle:
            self.attempt(coaching.agree_to_coaching, cycle, by=coach)

    @rule(teacher=st.sampled_from(TEACHERS), coach=st.sampled_from(COACHES))
    def end(self, teacher, coach):
        cycle = self.cycle_of(teacher, coach)
        if cycle:
            self.attempt(coaching.end_coaching, cycle, is_completed=True, by=teacher)

    @rule(
        teacher=st.sampled_from(TEACHERS),
        coach=st.sampled_from(COACHES),
        by_coach=st.booleans(),
        person=st.none() | st.sampled_from(PEOPLE),
    )
    def write_and_share(self, teacher, coach, by_coach, person):
        cycle = self.cycle_of(teacher, coach)
        if not cycle:
            return
        said = threads.Written(stage="try", text="words")
        by = coach if by_coach else teacher
        piece = self.attempt(threads.write_piece, cycle, said, by=by)
        if piece and person:
            self.attempt(threads.share_piece, piece, self.people[person], by=teacher)

    @rule(teacher=st.sampled_from(TEACHERS))
    def take_shares_back(self, teacher):
        for share in SharedPiece._base_manager.filter(piece__cycle__teacher=self.people[teacher]):
            self.attempt(threads.take_share_back, share, by=teacher)

    @rule(teacher=st.sampled_from(TEACHERS), coach=st.sampled_from(COACHES))
    def open_by_two(self, teacher, coach):
        pair = self.people[teacher], self.people[coach]
        told = {"reason": "A court asks", "days": 3}
        asked = self.attempt(openings.ask_for_opening, *pair, **told, by="officer")
        if asked:
            self.attempt(openings.open_thread, asked, by="union")

    # ---- what always holds

    def evaluates(self, one, other, since=None):
        """Whether she does today; with `since`, whether she ever did from that day on."""
        return any(
            by == one
            and of == other
            and first <= self.today
            and (last is None or last >= (since or self.today))
            for by, of, first, last in self.evaluations
        )

    def paths(self, name, kind):
        held = RoleTerm.objects.filter(person=self.people[name], role__kind=kind)
        return [
            term.role.place.path
            for term in held.select_related("role__place")
            if term.starts_on <= self.today and (not term.ends_on or self.today <= term.ends_on)
        ]

    def name_of(self, pk):
        return next(name for name, person in self.people.items() if person.pk == pk)

    def may_read(self, name, cycle):
        teacher, coach = self.name_of(cycle.teacher_id), self.name_of(cycle.coach_id)
        if name == teacher:
            return True
        if name == coach:
            here = cycle.place.path in self.paths(name, "coach")
            return here and not self.evaluates(coach, teacher, since=cycle.asked_on)
        if name not in SIDES or cycle.began_on is None or self.evaluates(name, teacher):
            return False
        kind = {"officer": "superintendent", "union": "unionRepresentative"}[name]
        return bool(self.paths(name, kind)) and any(
            one.teacher_id == cycle.teacher_id
            and one.coach_id == cycle.coach_id
            and one.opened_at
            and one.opened_at <= self.now < one.opened_at + timedelta(days=one.days)
            for one in Opening._base_manager.all()
        )

    @invariant()
    def each_reads_what_is_hers_and_nothing_else(self):
        cycles = list(CoachingCycle._base_manager.select_related("place"))
        if not cycles:
            return
        pieces = list(CoachingPiece._base_manager.values_list("pk", "cycle_id"))
        shares = list(SharedPiece._base_manager.select_related("piece__cycle"))
        for name in PEOPLE:
            viewer = self.viewer(name)
            if viewer is None:
                continue
            mine = {one.pk for one in cycles if self.may_read(name, one)}
            assert set(visible_threads(viewer).values_list("pk", flat=True)) == mine
            assert {one.pk for one in cycles if why_thread(viewer, one)} == mine
            own = set(own_cycles(viewer).values_list("pk", flat=True))
            assert {one.pk for one in cycles if why_cycle(viewer, one)} == own
            read = set(pieces_of_threads(viewer).values_list("pk", flat=True))
            assert read == {pk for pk, cycle in pieces if cycle in mine}
            self.check_shares(name, viewer, shares)

    def check_shares(self, name, viewer, shares):
        read = set(shared_with(viewer).values_list("pk", flat=True))
        assert read == {one.pk for one in shares if why_shared(viewer, one)}
        for one in shares:
            teacher = self.name_of(one.piece.cycle.teacher_id)
            is_hers = self.name_of(one.person_id) == name
            assert (one.pk in read) == (is_hers and not self.evaluates(name, teacher))


def histories(count):
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=count,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_happens_each_reads_what_is_hers_and_nothing_else():
    histories(4)


@pytest.mark.slow
def test_hundreds_of_histories():
    histories(200)
