"""Histories of hire, move, leave, return, rename, extend, undo and reload: turnover loses nothing.

A machine does what people and exports do, in any order, and after each step looks at everything.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from convergent import clock
from convergent.audit.models import AuditRow
from convergent.errors import BadInput
from convergent.people.access.handovers import visible_handovers
from convergent.people.actions import handovers, terms
from convergent.people.actions.credentials import account_of_secret, issue_credential
from convergent.people.following import follow
from convergent.people.models import Account, Credential, Handover, Person, Place, Role, RoleTerm
from convergent.people.models.people import HandoverQuerySet
from convergent.people.viewer import viewer_of
from tests.people.exports import Exports
from tests.world import hold, make_person

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 19, 15, tzinfo=UTC)
PEOPLE = ("ann", "ben", "cem")
PLACES = ("ash", "birch")
KINDS = ("teacher", "principal")
DAYS = st.integers(-30, 60)


class Histories(RuleBasedStateMachine):
    began = Bundle("terms")

    def __init__(self):
        super().__init__()
        self.moved = None
        self.block = transaction.atomic()
        self.block.__enter__()
        self._move_clock(START)
        self.exports = Exports(
            orgs={
                "d": ("district", "Northfield", None),
                "n1": ("local", "Hill", "d"),
                "n2": ("local", "Bay", "d"),
                "ash": ("school", "Ash", "n1"),
                "birch": ("school", "Birch", "n1"),
                "team": ("department", "Team", "ash"),
            },
            people={key: (key.title(), "Export") for key in PEOPLE},
            roles={(key, "ash", "aide", date(2020, 8, 1), date(2021, 6, 30)) for key in PEOPLE},
        )
        self.follow()
        district = Place.objects.get(kind="district")
        head = make_person(district, "Sofia Marin")
        hold(head, "systemAdministrator", district)
        self.head = head
        for key in PEOPLE:
            Account.objects.create_account(self.person(key))
        self.roles = {
            (kind, place): Role.objects.get_or_create(
                kind=kind, place=Place.objects.get(sourced_id=place), title=""
            )[0]
            for kind in KINDS
            for place in PLACES
        }
        self.secrets, self.ends, self.drafts, self.touched = [], {}, {}, set()
        self.fixed, self.before = {}, self.today

    def teardown(self):
        with connection.cursor() as cursor:
            connection.check_constraints()
            cursor.execute("SELECT 1")
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        self.moved.__exit__(None, None, None)

    # ---- what the rules share

    def _move_clock(self, moment):
        if self.moved:
            self.moved.__exit__(None, None, None)
        self.now = moment
        self.moved = clock.moved_to(moment)
        self.moved.__enter__()

    @property
    def today(self):
        return clock.today()

    @property
    def by(self):
        return viewer_of(self.head, self.today)

    def person(self, key):
        return Person.objects.get(sourced_id=key)

    def follow(self):
        return follow(self.exports.snapshot(self.folder))

    def attempt(self, act):
        try:
            with transaction.atomic():
                return act()
        except BadInput:
            return None

    # ---- what people do

    @rule(
        target=began,
        who=st.sampled_from(PEOPLE),
        kind=st.sampled_from(KINDS),
        place=st.sampled_from(PLACES),
        first=DAYS,
        lasts=st.none() | st.integers(0, 90),
    )
    def hire(self, who, kind, place, first, lasts):
        begins = self.today + timedelta(days=first)
        term = self.attempt(
            lambda: terms.start_term(
                self.roles[kind, place],
                self.person(who),
                starts_on=begins,
                ends_on=None if lasts is None else begins + timedelta(days=lasts),
                by=self.by,
            )
        )
        return term.pk if term else multiple()

    @rule(pk=began, day=DAYS)
    def leave(self, pk, day):
        self._touch(
            pk,
            lambda term: terms.end_term(
                term, ends_on=self.today + timedelta(days=day), version=term.version, by=self.by
            ),
        )

    @rule(pk=began, day=st.none() | DAYS)
    def extend(self, pk, day):
        ends = None if day is None else self.today + timedelta(days=day)
        self._touch(
            pk, lambda term: terms.extend_term(term, ends_on=ends, version=term.version, by=self.by)
        )

    @rule(target=began, pk=began, day=DAYS, share=st.sampled_from(["0.5", "1"]))
    def change(self, pk, day, share):
        new = self._touch(
            pk,
            lambda term: terms.change_term(
                term,
                starts_on=self.today + timedelta(days=day),
                acting=False,
                share=Decimal(share),
                version=term.version,
                by=self.by,
            ),
        )
        return new.pk if new else multiple()

    @rule(pk=began, day=DAYS)
    def leave_and_undo(self, pk, day):
        before = RoleTerm.objects.get(pk=pk)
        ended = self._touch(
            pk,
            lambda term: terms.end_term(
                term, ends_on=self.today + timedelta(days=day), version=term.version, by=self.by
            ),
        )
        if ended:
            terms.undo_last(ended, version=ended.version, by=self.by)
            again = RoleTerm.objects.get(pk=pk)
            assert (again.starts_on, again.ends_on) == (before.starts_on, before.ends_on)

    def _touch(self, pk, act):
        self.touched.add(pk)
        term = RoleTerm.objects.get(pk=pk)
        return self.attempt(lambda: act(term))

    @rule(who=st.sampled_from(PEOPLE))
    def give_token(self, who):
        account = Account.objects.get(person=self.person(who))
        if viewer_of(account.person, self.today):
            _, secret = issue_credential(
                account, kind=Credential.Kind.TOKEN, label="t", lifetime=timedelta(days=365)
            )
            self.secrets.append((who, secret))

    @rule(who=st.sampled_from(PEOPLE), is_handed_over=st.booleans())
    def leave_note(self, who, is_handed_over):
        viewer = viewer_of(self.person(who), self.today)
        led = (
            [term.role for term in viewer.terms if term.role.kind == "principal"] if viewer else []
        )
        if not led:
            return
        draft = handovers.keep_draft(led[0], text="words", by=viewer)
        if is_handed_over:
            handovers.hand_over(draft, by=viewer)

    @rule(days=st.integers(1, 40))
    def days_pass(self, days):
        self._move_clock(self.now + timedelta(days=days))

    # ---- what exports do

    @rule(
        who=st.sampled_from(PEOPLE),
        kind=st.sampled_from(KINDS),
        place=st.sampled_from(PLACES),
        first=st.none() | DAYS,
        lasts=st.none() | st.integers(0, 60),
    )
    def export_holds(self, who, kind, place, first, lasts):
        """Also beside another row for the same role, and without a first day."""
        begins = None if first is None else self.today + timedelta(days=first)
        ends = None if lasts is None else (begins or self.today) + timedelta(days=lasts)
        self.exports.roles.add((who, place, kind, begins, ends))

    @rule(which=st.integers(0, 9), day=DAYS)
    def export_ends(self, which, day):
        if self.exports.roles:
            row = sorted(self.exports.roles, key=str)[which % len(self.exports.roles)]
            ends = max(row[3] or date.min, self.today + timedelta(days=day))
            self.exports.roles.remove(row)
            self.exports.roles.add((*row[:4], ends))

    @rule(which=st.integers(0, 9))
    def export_drops(self, which):
        if self.exports.roles:
            rows = sorted(self.exports.roles, key=str)
            self.exports.roles.remove(rows[which % len(rows)])

    @rule(who=st.sampled_from(PEOPLE), name=st.sampled_from(["Ann", "Anna", "Annika"]))
    def export_renames(self, who, name):
        self.exports.people[who] = (name, "Export")

    @rule(network=st.sampled_from(["n1", "n2"]))
    def export_moves_school(self, network):
        self.exports.orgs["ash"] = ("school", "Ash", network)

    @rule()
    def reload(self):
        by_hand = self._rows(source="by hand")
        loaded = {pk for pk, *_ in self._rows(source="loaded")}
        self.follow()
        assert by_hand <= self._rows(), "a load overwrote what somebody wrote by hand"
        self.touched |= loaded
        before = self._rows(), self._people()
        self.follow()
        assert (self._rows(), self._people()) == before, "following twice changed something"

    def _rows(self, **only):
        fields = (
            "pk",
            "role_id",
            "person_id",
            "starts_on",
            "ends_on",
            "acting",
            "share",
            "source",
            "version",
        )
        return set(RoleTerm.objects.filter(**only).values_list(*fields))

    def _people(self):
        return set(Person.objects.values_list("pk", "given_name", "family_name", "given_key"))

    # ---- what always holds

    @invariant()
    def no_term_is_lost_or_overwritten(self):
        now = {
            pk: rest
            for pk, *rest in RoleTerm.objects.values_list("pk", "role_id", "person_id", "starts_on")
        }
        for pk, (role, person, first) in self.fixed.items():
            if pk not in now:
                assert first > self.before, "a term that had begun went away"
                assert AuditRow.objects.filter(action="withdraw term", thing_id=pk).exists()
                continue
            assert now[pk][:2] == [role, person]
            assert now[pk][2] <= first, "a first day moved on, and cut off what was"
        self.fixed, self.before = now, self.today

    @invariant()
    def past_terms_keep_their_dates(self):
        now = dict(RoleTerm.objects.values_list("pk", "ends_on"))
        for pk, ended in self.ends.items():
            assert pk in self.touched or now[pk] == ended
        self.ends = {pk: end for pk, end in now.items() if end and end < self.today}
        self.touched = set()

    @invariant()
    def nobody_holds_a_role_twice_at_once(self):
        held = {}
        for term in RoleTerm.objects.order_by("starts_on"):
            before = held.get((term.role_id, term.person_id))
            assert before is None or (before.ends_on and before.ends_on < term.starts_on), (
                before.starts_on,
                before.ends_on,
                before.source,
                term.starts_on,
                term.source,
            )
            held[term.role_id, term.person_id] = term

    @invariant()
    def what_was_handed_out_is_dead_without_a_role(self):
        for who, secret in self.secrets:
            if viewer_of(self.person(who), self.today) is None:
                assert account_of_secret(secret, kind=Credential.Kind.TOKEN) is None

    @invariant()
    def notes_pass_on_when_handed_over_and_only_then(self):
        for key in PEOPLE:
            viewer = viewer_of(self.person(key), self.today)
            if viewer is None:
                continue
            holds = {
                term.role_id
                for term in RoleTerm.objects.filter(person=viewer.person)
                if term.starts_on <= self.today and (not term.ends_on or self.today <= term.ends_on)
            }
            reads = {
                note.pk
                for note in HandoverQuerySet(Handover)
                if note.author_id == viewer.person.pk
                or (note.handed_over_at and note.role_id in holds)
            }
            assert set(visible_handovers(viewer).values_list("pk", flat=True)) == reads

    @invariant()
    def paths_lead_from_the_district_down(self):
        for place in Place.objects.select_related("parent"):
            above = place.parent.path if place.parent else ""
            assert place.path == f"{above}{place.pk.hex}/"


@pytest.mark.slow
def test_turnover_loses_nothing(tmp_path):
    Histories.folder = tmp_path
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
