"""A contact is planned, kept, corrected, called off, withdrawn, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from convergent.asking.actions import A_WEEK, ask_after
from convergent.asking.happening import Happening
from convergent.audit.actions import note_change, note_reading
from convergent.errors import BadInput, NotThere
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.models import Place, RoleTerm
from convergent.people.role_kinds import PRINCIPAL, SUPERVISOR
from convergent.people.viewer import Viewer
from convergent.priorities.actions.commitments import Promised, promise_each_other
from convergent.priorities.days import refuse_far
from convergent.priorities.models import Priority
from convergent.support.access import (
    readable_contacts,
    visible_contacts,
    why_support,
    why_words,
    why_write,
)
from convergent.support.models import LONGEST, Contact
from convergent.support.queries import principals_of

State = Contact.State
LONGEST_ENTRY = 3_600


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a supervisor says of one contact. `mine` and `theirs` are promised by `due_on`; on
    `next_on` she comes again."""

    day: date
    minutes: int
    kinds: Sequence[str]
    words: str = ""
    diverted_by: str = ""
    priority: Priority | None = None
    mine: str = ""
    theirs: str = ""
    due_on: date | None = None
    next_on: date | None = None
    seconds: int | None = None


@transaction.atomic
def plan_contact(school: Place, *, day: date, purpose: str = "", by: Viewer) -> Contact:
    why = why_support(by, school)
    required(why)
    if day < by.today:
        raise BadInput(_("Choose a day from today on."))
    refuse_far(day, today=by.today)
    contact = _new(school, day, State.PLANNED, by)
    contact.purpose = purpose.strip()
    _note("plan contact", contact, by, str(why), day=day)
    contact.save(force_insert=True)
    return contact


@transaction.atomic
def keep_contact(
    school: Place, told: Told, *, planned: Contact | None = None, by: Viewer
) -> Contact:
    """What was done, with what both promised and when she comes again: one form, one step."""
    why = why_support(by, school)
    required(why)
    _refuse(told, by)
    contact = _locked(planned, by) if planned else _new(school, told.day, State.HELD, by)
    if planned and not contact.is_planned:
        raise BadInput(_("This is written down already. Correct it instead."))
    contact.supervisor, contact.state = by.person, State.HELD
    _tell(contact, told)
    contact.seconds_to_enter = told.seconds and min(told.seconds, LONGEST_ENTRY)
    _note("keep contact", contact, by, str(why), day=told.day, minutes=told.minutes)
    _saved(contact, is_new=planned is None)
    _promise(school, told, by)
    _ask(contact, by)
    if told.next_on:
        plan_contact(school, day=told.next_on, by=by)
    return contact


@transaction.atomic
def correct_contact(contact: Contact, told: Told, *, version: int | None, by: Viewer) -> Contact:
    """What was promised is not told again: each promise has its own page."""
    stored = _locked(contact, by)
    refuse_older(stored.version, version)
    if not stored.is_held:
        raise BadInput(_("This is not written down yet."))
    _refuse(told, by)
    _note("correct contact", stored, by, before=stored.day, after=told.day)
    _tell(stored, told)
    return _saved(stored)


@transaction.atomic
def call_off(contact: Contact, *, diverted_by: str, by: Viewer) -> Contact:
    """It did not take place, and what was in the way of it is counted."""
    stored = _locked(contact, by)
    if not stored.is_planned:
        raise BadInput(_("This is not planned any more."))
    if diverted_by not in Contact.Diverted.values:
        raise BadInput(_("Say what came between."))
    _note("call contact off", stored, by, diverted_by=diverted_by)
    stored.state, stored.diverted_by = State.CALLED_OFF, diverted_by
    return _saved(stored)


@transaction.atomic
def withdraw(contact: Contact, *, by: Viewer) -> Contact:
    """It counts nowhere any more. Doing it twice changes nothing."""
    stored = _locked(contact, by)
    if stored.state == State.WITHDRAWN:
        return stored
    _note("withdraw contact", stored, by, state=stored.state)
    stored.state = State.WITHDRAWN
    return _saved(stored)


@transaction.atomic
def take_back(contact: Contact, *, by: Viewer) -> Contact:
    """As it was before it was withdrawn or called off."""
    stored = _locked(contact, by)
    if stored.state not in {State.WITHDRAWN, State.CALLED_OFF}:
        return stored
    _note("take contact back", stored, by, state=stored.state)
    if stored.state == State.CALLED_OFF:
        stored.diverted_by = ""
    stored.state = State.HELD if stored.minutes else State.PLANNED
    return _saved(stored)


@transaction.atomic
def words_for(contact: Contact, *, by: Viewer) -> str:
    """The words, once it is noted that somebody who did not write them reads them; empty for
    whoever may not."""
    why = why_words(by, contact)
    found = readable_contacts(by).filter(pk=contact.pk).first() if why else None
    if found is None or not found.words:
        return ""
    if found.supervisor_id != by.person.pk:
        about = found.supervisor_id
        note_reading("read contact", found, by=by.person.pk, about=about, why=str(why))
    return str(found.words)


def _ask(contact: Contact, by: Viewer) -> None:
    """The principal, while she remembers it; who wrote it down has said what she does next."""
    if contact.principal_id is None or by.today - contact.day >= A_WEEK:
        return
    people = frozenset({contact.principal_id})
    happening = Happening(kind="contact", key=contact.pk, place=contact.school, people=people)
    ask_after(happening, by=by)


def _new(school: Place, day: date, state: Contact.State, by: Viewer) -> Contact:
    principal = principals_of([school], by.today).get(school.pk)
    if principal == by.person:
        principal = None
    return Contact(school=school, supervisor=by.person, principal=principal, day=day, state=state)


def _tell(contact: Contact, told: Told) -> None:
    principal = principals_of([contact.school], told.day).get(contact.school_id)
    is_same = principal is not None and principal.pk == contact.supervisor_id
    contact.principal = None if is_same else principal
    contact.day, contact.minutes = told.day, told.minutes
    contact.kinds = " ".join(code for code in Contact.Kind.values if code in told.kinds)
    contact.words, contact.diverted_by = told.words.strip(), told.diverted_by
    contact.priority = told.priority


def _refuse(told: Told, by: Viewer) -> None:
    if told.day > by.today:
        raise BadInput(_("Choose today or a day before. What is to come is planned."))
    refuse_far(told.day, today=by.today)
    if not 1 <= told.minutes <= LONGEST:
        raise BadInput(_("Say how many minutes it took, up to %(most)s.") % {"most": LONGEST})
    if not told.kinds or not set(told.kinds) <= set(Contact.Kind.values):
        raise BadInput(_("Say what you did."))
    if told.diverted_by and told.diverted_by not in Contact.Diverted.values:
        raise BadInput(_("Choose from what is offered."))


def _promise(school: Place, told: Told, by: Viewer) -> None:
    if (told.mine or told.theirs) and told.due_on is None:
        raise BadInput(_("Say by when you both do it."))
    own = next(term for term in by.terms if _is_hers(term, school))
    if told.mine and told.due_on:
        promise_each_other(school, Promised(what=told.mine, term=own, due_on=told.due_on), by=by)
    if told.theirs and told.due_on:
        term = _term_of_principal(school.pk, by)
        promise_each_other(school, Promised(what=told.theirs, term=term, due_on=told.due_on), by=by)


def _is_hers(term: RoleTerm, school: Place) -> bool:
    return term.role.kind == SUPERVISOR and school.path.startswith(term.role.place.path)


def _term_of_principal(school: UUID, by: Viewer) -> RoleTerm:
    held = RoleTerm.objects.on(by.today).filter(role__kind=PRINCIPAL, role__place=school)
    found = held.select_related("person", "role__place").order_by("acting", "-starts_on", "pk")
    term = found.first()
    if term is None:
        raise BadInput(_("The school has no principal now who could promise something."))
    return term


def _locked(contact: Contact, by: Viewer) -> Contact:
    rows = visible_contacts(by).select_for_update(of=("self",)).select_related("school")
    stored = rows.filter(pk=contact.pk).first()
    if stored is None:
        raise NotThere
    required(why_write(by, stored))
    return stored


def _note(action: str, contact: Contact, by: Viewer, why: str = "", **detail: object) -> None:
    note_change(
        action,
        contact,
        by=by.person.pk,
        about=contact.principal_id,
        why=why or str(why_write(by, contact)),
        **detail,
    )


def _saved(contact: Contact, *, is_new: bool = False) -> Contact:
    if not is_new:
        contact.version += 1
    contact.save(force_insert=is_new, force_update=not is_new)
    return contact
