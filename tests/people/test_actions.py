"""Every action: its audit row first and in the same transaction, a right, good input, a version."""

from datetime import timedelta
from decimal import Decimal

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from convergent.audit.models import AuditRow
from convergent.errors import BadInput, NotThere
from convergent.people.actions import credentials, district, handovers, leading, places, terms
from convergent.people.actions.conflicts import Conflict
from convergent.people.models import (
    Account,
    Credential,
    Handover,
    Person,
    Place,
    Responsibility,
    Role,
    RoleTerm,
    Wording,
)
from convergent.people.models.people import HandoverQuerySet
from tests.world import hold

REFUSE_AUDIT = {
    "sqlite": [
        "CREATE TEMP TRIGGER no_audit BEFORE INSERT ON main.audit_auditrow"
        " BEGIN SELECT RAISE(ABORT, 'the audit cannot be written'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the audit cannot be written'; END $$",
        "CREATE TRIGGER no_audit BEFORE INSERT ON audit_auditrow"
        " FOR EACH ROW EXECUTE FUNCTION no_audit()",
    ],
}


def _draft(world):
    return handovers.keep_draft(world.role("coach", "ash"), text="words", by=world.viewer("coach"))


def _lead(world):
    return Responsibility.objects.create(
        place=world.ash, title="Reading hour", starts_on=world.viewer("coach").today
    )


def _token(world):
    return credentials.issue_credential(
        world.account("coach"), kind=Credential.Kind.TOKEN, label="t", lifetime=timedelta(days=9)
    )[0]


def _start(world, by):
    return terms.start_term(
        world.role("coach", "ash"), world.researcher, starts_on=world.viewer("coach").today, by=by
    )


def _end(world, by):
    return terms.end_term(
        world.term("coach"), ends_on=world.viewer("coach").today, version=1, by=by
    )


# Each action with what it needs first, somebody who may, and some who may not.
ACTIONS = {
    "open_role": (
        None,
        lambda w, by, _: terms.open_role(w.ash, "counselor", by=by),
        "principal",
        ("coach", "other_principal", "stranger", "case_owner"),
    ),
    "start_term": (
        None,
        lambda w, by, _: _start(w, by),
        "principal",
        ("coach", "other_principal", "stranger", "foreign_steward"),
    ),
    "end_term": (
        None,
        lambda w, by, _: _end(w, by),
        "principal",
        ("coach", "other_principal", "stranger", "foreign_steward"),
    ),
    "extend_term": (
        None,
        lambda w, by, _: terms.extend_term(w.term("coach"), ends_on=None, version=1, by=by),
        "principal",
        ("coach", "other_principal", "stranger", "foreign_steward"),
    ),
    "change_term": (
        None,
        lambda w, by, _: terms.change_term(
            w.term("coach"), starts_on=by.today, acting=True, share=Decimal("0.5"), version=1, by=by
        ),
        "principal",
        ("coach", "other_principal", "stranger", "foreign_steward"),
    ),
    "undo_last": (
        lambda w: terms.extend_term(
            w.term("coach"), ends_on=None, version=1, by=w.viewer("steward")
        ),
        lambda w, by, term: terms.undo_last(term, version=2, by=by),
        "principal",
        ("coach", "other_principal", "stranger", "foreign_steward"),
    ),
    "name_lead": (
        None,
        lambda w, by, _: leading.name_lead(
            w.ash, title="Reading hour", decides="", term=None, by=by
        ),
        "principal",
        ("coach", "assistant", "other_principal", "stranger"),
    ),
    "pass_lead": (
        _lead,
        lambda w, by, lead: leading.pass_lead(lead, term=w.term("coach"), by=by),
        "principal",
        ("coach", "assistant", "other_principal", "stranger"),
    ),
    "drop_lead": (
        _lead,
        lambda w, by, lead: leading.drop_lead(lead, by=by, last_day=by.today),
        "principal",
        ("coach", "assistant", "other_principal", "stranger"),
    ),
    "form_team": (
        None,
        lambda w, by, _: places.form_team(w.ash, name="9th grade", by=by),
        "principal",
        ("coach", "assistant", "other_principal", "stranger"),
    ),
    "set_words": (
        None,
        lambda w, by, _: district.set_words(
            w.northfield,
            {("role", "principal"): ("head", "heads")},
            time_zone="America/Chicago",
            by=by,
        ),
        "steward",
        ("principal", "supervisor", "foreign_steward"),
    ),
    "add_person": (
        None,
        lambda w, by, _: district.add_person(
            given_name="Nina", family_name="Nyberg", preferred_name="", email="", by=by
        ),
        "principal",
        ("coach", "teacher", "case_owner", "assistant"),
    ),
    "keep_draft": (
        None,
        lambda w, by, _: handovers.keep_draft(w.role("coach", "ash"), text="words", by=by),
        "coach",
        ("principal", "superintendent", "steward", "stranger"),
    ),
    "hand_over": (
        _draft,
        lambda w, by, draft: handovers.hand_over(draft, by=by),
        "coach",
        ("principal", "superintendent", "steward", "stranger"),
    ),
    "take_back": (
        lambda w: handovers.hand_over(_draft(w), by=w.viewer("coach")),
        lambda w, by, note: handovers.take_back(note, by=by),
        "coach",
        ("principal", "superintendent", "steward", "stranger"),
    ),
    "end_all_access": (
        None,
        lambda w, by, _: credentials.end_all_access(w.coach, by=by.person.pk),
        "coach",
        (),
    ),
    "issue_credential": (
        None,
        lambda w, by, _: credentials.issue_credential(
            w.account("coach"), kind="token", label="t", lifetime=timedelta(days=1)
        ),
        "coach",
        (),
    ),
    "end_credential": (
        _token,
        lambda w, by, token: credentials.end_credential(token, by=by.person.pk),
        "coach",
        (),
    ),
}
SEEN = (Account, Credential, Person, Place, Responsibility, Role, RoleTerm, Wording)


def everything():
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in SEEN}
    rows["Handover"] = list(
        HandoverQuerySet(Handover)
        .order_by("pk")
        .values("pk", "version", "handed_over_at", "author_id")
    )
    return rows


@pytest.fixture(params=ACTIONS)
def action(request, world):
    prepare, act, allowed, refused = ACTIONS[request.param]
    prepared = prepare(world) if prepare else None
    return lambda by: act(world, by, prepared), allowed, refused


@pytest.mark.asvs("16.2.1")
def test_action_writes_its_audit_row(action, world):
    act, allowed, _ = action
    before = AuditRow.objects.count()
    act(world.viewer(allowed))
    assert AuditRow.objects.count() > before


@pytest.mark.asvs("2.3.3", "16.5.3")
def test_action_saves_nothing_when_its_audit_row_cannot_be_written(action, world):
    act, allowed, _ = action
    before = everything()
    with pytest.raises(DatabaseError, match="the audit cannot be written"):
        _without_audit(lambda: act(world.viewer(allowed)))
    assert everything() == before


@transaction.atomic
def _without_audit(act):
    with connection.cursor() as cursor:
        for statement in REFUSE_AUDIT[connection.vendor]:
            cursor.execute(statement)
    act()


@pytest.mark.asvs("16.5.3")
def test_action_does_nothing_before_its_audit_row(action, world):
    act, allowed, _ = action
    seen = []

    def watch(execute, sql, parameters, many, context):
        if sql.startswith(("INSERT INTO", "UPDATE", "DELETE")) and "audit_chainhead" not in sql:
            seen.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(watch):
        act(world.viewer(allowed))
    assert '"audit_auditrow"' in seen[0]


@pytest.mark.asvs("8.3.1")
def test_action_is_not_there_for_whoever_has_no_right(action, world):
    act, _, refused = action
    before, noted = everything(), AuditRow.objects.count()
    for name in refused:
        with pytest.raises(NotThere), transaction.atomic():
            act(world.viewer(name))
    assert (everything(), AuditRow.objects.count()) == (before, noted)


@pytest.mark.asvs("8.4.1")
def test_somebody_of_another_district_is_given_no_role(world):
    with pytest.raises(NotThere):
        terms.start_term(
            world.role("coach", "ash"),
            world.stranger,
            starts_on=world.viewer("coach").today,
            by=world.viewer("steward"),
        )


@pytest.mark.asvs("2.2.3")
@pytest.mark.parametrize("days", [-1, -4000])
def test_term_does_not_end_before_it_begins(world, days):
    term = world.term("coach")
    with pytest.raises(BadInput, match="last day cannot be before"):
        terms.end_term(
            term,
            ends_on=term.starts_on + timedelta(days=days),
            version=1,
            by=world.viewer("principal"),
        )
    assert RoleTerm.objects.get(pk=term.pk).version == 1


def test_term_without_an_end_is_not_cut_short_by_extending_it(world):
    with pytest.raises(BadInput, match="after the one on which"):
        terms.extend_term(
            world.term("coach"),
            ends_on=world.viewer("coach").today,
            version=1,
            by=world.viewer("principal"),
        )


def test_person_does_not_hold_a_role_twice_at_once(world):
    with pytest.raises(BadInput, match="holds this role at that time already"):
        terms.start_term(
            world.role("coach", "ash"),
            world.coach,
            starts_on=world.viewer("coach").today,
            by=world.viewer("principal"),
        )


@pytest.mark.parametrize("deed", [terms.end_term, terms.extend_term])
def test_term_does_not_run_into_the_next_one_of_the_same_person(world, deed):
    by, today = world.viewer("principal"), world.viewer("principal").today
    first = terms.end_term(world.term("coach"), ends_on=today - timedelta(days=9), version=1, by=by)
    terms.start_term(first.role, first.person, starts_on=today, by=by)
    with pytest.raises(BadInput, match="holds this role at that time already"):
        deed(first, ends_on=today + timedelta(days=1), version=2, by=by)


def test_role_is_opened_only_where_it_belongs(world):
    with pytest.raises(BadInput, match="not held at a place of this kind"):
        terms.open_role(world.hill, "teacher", by=world.viewer("steward"))


def test_lead_goes_to_nobody_of_another_district(world):
    with pytest.raises(BadInput, match="works in this district"):
        leading.name_lead(
            world.ash,
            title="x",
            decides="",
            term=world.term("stranger"),
            by=world.viewer("principal"),
        )


def test_stale_version_is_a_conflict_and_what_was_stored_stays(world):
    by, today = world.viewer("principal"), world.viewer("principal").today
    term = world.term("coach")
    first = terms.end_term(term, ends_on=today + timedelta(days=5), version=1, by=by)
    for deed in (terms.end_term, terms.extend_term):
        with pytest.raises(Conflict):
            deed(term, ends_on=today + timedelta(days=50), version=1, by=by)
    with pytest.raises(Conflict):
        terms.undo_last(term, version=1, by=by)
    assert RoleTerm.objects.get(pk=term.pk).ends_on == first.ends_on


def test_appointment_by_mistake_is_taken_back(world):
    term = _start(world, world.viewer("principal"))
    terms.undo_last(term, version=1, by=world.viewer("principal"))
    assert not RoleTerm.objects.filter(pk=term.pk).exists()
    assert AuditRow.objects.latest("number").action == "withdraw term"


def test_term_that_stood_for_days_is_history_and_is_not_taken_back(world, monkeypatch):
    term = _start(world, world.viewer("principal"))
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with pytest.raises(BadInput, match="in use by now"):
        terms.undo_last(term, version=1, by=world.viewer("principal"))


def test_appointment_that_leads_something_by_now_is_not_taken_back(world):
    by = world.viewer("principal")
    term = _start(world, by)
    leading.name_lead(world.ash, title="Reading hour", decides="", term=term, by=by)
    with pytest.raises(BadInput, match="in use by now"):
        terms.undo_last(term, version=1, by=by)


def test_change_on_other_conditions_does_not_sign_anybody_out(world):
    epoch = world.account("coach").epoch
    terms.change_term(
        world.term("coach"),
        starts_on=world.viewer("coach").today,
        acting=True,
        share=Decimal(1),
        version=1,
        by=world.viewer("principal"),
    )
    assert world.account("coach").epoch == epoch


@pytest.mark.asvs("7.4.2")
def test_last_term_over_ends_everything_that_was_handed_out(world, client):
    client.force_login(world.account("coach"))
    _, secret = credentials.issue_credential(
        world.account("coach"), kind="lease", label="phone", lifetime=timedelta(days=90)
    )
    terms.end_term(
        world.term("coach"),
        ends_on=world.viewer("coach").today - timedelta(days=1),
        version=1,
        by=world.viewer("principal"),
    )
    assert client.get("/today/").status_code == 302
    assert credentials.account_of_secret(secret, kind="lease") is None


def test_term_that_ran_out_by_itself_leaves_no_living_lease(world):
    account = world.account("left")
    _, secret = credentials.issue_credential(
        account, kind="lease", label="phone", lifetime=timedelta(days=90)
    )
    assert credentials.account_of_secret(secret, kind="lease") is None


def test_taking_back_beside_another_draft_is_refused_in_words(world):
    handed = handovers.hand_over(_draft(world), by=world.viewer("coach"))
    _draft(world)
    with pytest.raises(BadInput, match="another draft"):
        handovers.take_back(handed, by=world.viewer("coach"))


def test_reading_a_handover_is_noted_before_it_is_shown(world, signed_in):
    hold(world.assistant, "coach", world.ash)
    role = world.role("coach", "ash")
    handovers.hand_over(_draft(world), by=world.viewer("coach"))
    signed_in("case_owner").get(f"/roles/{role.pk}/")
    handovers.read_handovers(role, by=world.viewer("coach"))
    handovers.read_handovers(role, by=world.viewer("assistant"))
    readings = AuditRow.objects.filter(kind="reading")
    assert [(row.by, row.about, row.why) for row in readings] == [
        (world.assistant.pk, world.coach.pk, "holds-role")
    ]


def test_what_was_given_out_in_an_earlier_time_stays_dead_after_a_return(world):
    _, secret = credentials.issue_credential(
        world.account("left"), kind="lease", label="phone", lifetime=timedelta(days=90)
    )
    today = world.viewer("steward").today
    terms.start_term(
        world.role("coach", "ash"), world.left, starts_on=today, by=world.viewer("steward")
    )
    assert credentials.account_of_secret(secret, kind="lease") is None


def test_nobody_takes_up_a_role_herself(world):
    by = world.viewer("steward")
    with pytest.raises(BadInput, match="Nobody changes a term of her own"):
        terms.start_term(world.role("coach", "ash"), by.person, starts_on=by.today, by=by)


def test_text_of_two_tabs_is_never_overwritten_unseen(world):
    by, role = world.viewer("coach"), world.role("coach", "ash")
    first = handovers.keep_draft(role, text="one", version=0, by=by)
    with pytest.raises(Conflict):
        handovers.keep_draft(role, text="two", version=0, by=by)
    assert handovers.draft_of(role, by=by).text == first.text == "one"


@pytest.mark.asvs("2.3.4")
def test_lead_that_passed_on_meanwhile_is_a_conflict(world):
    lead, by = _lead(world), world.viewer("principal")
    leading.pass_lead(lead, term=world.term("coach"), version=1, by=by)
    with pytest.raises(Conflict):
        leading.pass_lead(lead, term=world.term("assistant"), version=1, by=by)
    assert Responsibility.objects.get(pk=lead.pk).term == world.term("coach")


def test_lead_that_changed_meanwhile_is_not_dropped(world):
    lead, by = _lead(world), world.viewer("principal")
    leading.pass_lead(lead, term=world.term("coach"), version=1, by=by)
    with pytest.raises(Conflict):
        leading.drop_lead(lead, by=by, last_day=by.today, version=1)
    assert Responsibility.objects.filter(place=lead.place, ends_on=None).count() == 1


def test_page_of_a_lead_that_changed_meanwhile_does_not_drop_it(world, signed_in):
    TOTP.activate(world.account("principal"), generate_totp_secret())
    lead, client = _lead(world), signed_in("principal")
    leading.pass_lead(lead, term=world.term("coach"), version=1, by=world.viewer("principal"))
    current = Responsibility.objects.get(place=lead.place, ends_on=None)
    answer = client.post(f"/leads/{current.pk}/", {"drop": "1", "version": current.version - 1})
    assert answer.status_code == 200
    assert Responsibility.objects.get(pk=current.pk).ends_on is None
    answer = client.post(f"/leads/{current.pk}/", {"drop": "1", "version": current.version})
    assert answer.status_code == 302
    assert Responsibility.objects.get(pk=current.pk).ends_on is not None
