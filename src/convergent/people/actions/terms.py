"""Terms begin and end; nothing is overwritten, so that history is ordinary data."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.audit.queries import changes_of
from convergent.errors import BadInput
from convergent.people.access.changes import why_change_kind, why_change_role
from convergent.people.access.reasons import Reason
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.actions.credentials import end_all_access
from convergent.people.models import Person, Place, Role, RoleTerm
from convergent.people.models.people import Source
from convergent.people.role_kinds import KINDS
from convergent.people.viewer import Viewer


@transaction.atomic
def open_role(
    place: Place, kind: str, *, title: str = "", fte: Decimal | None = None, by: Viewer
) -> Role:
    """The role at the place, made if it is not there yet."""
    why = why_change_kind(by, place, kind)
    required(why)
    if place.kind not in KINDS[kind].at:
        raise BadInput(_("That role is not held at a place of this kind."))
    title = title.strip()
    known = Role.objects.filter(place=place, kind=kind, title=title).first()
    if known:
        return known
    role = Role(place=place, kind=kind, title=title, fte=fte)
    note_change("open role", role, by=by.person.pk, why=str(why), kind=kind, place=place.pk)
    role.save()
    return role


@transaction.atomic
def start_term(
    role: Role,
    person: Person,
    *,
    starts_on: date,
    ends_on: date | None = None,
    acting: bool = False,
    share: Decimal = Decimal(1),
    by: Viewer,
) -> RoleTerm:
    """A person takes up a role. Raises BadInput where she holds it at that time already."""
    was_away = not RoleTerm.objects.filter(person=person).on(by.today).exists()
    term = _begin(
        role, person, starts_on=starts_on, ends_on=ends_on, acting=acting, share=share, by=by
    )
    if was_away:
        end_all_access(person, by=by.person.pk)  # what was given out in an earlier time stays dead
    return term


def _begin(
    role: Role,
    person: Person,
    *,
    starts_on: date,
    ends_on: date | None,
    acting: bool,
    share: Decimal,
    by: Viewer,
) -> RoleTerm:
    why = why_change_role(by, role)
    required(why)
    if person.district_id != role.place.district_pk:
        required(None)
    _refuse_own(person, by)
    _refuse_long_ago(starts_on, str(why), by)
    _refuse_overlap(role, person, starts_on, ends_on)
    term = RoleTerm(
        role=role, person=person, starts_on=starts_on, ends_on=ends_on, acting=acting, share=share
    )
    note_change(
        "start term",
        term,
        by=by.person.pk,
        about=person.pk,
        why=str(why),
        role=role.pk,
        starts_on=starts_on,
        ends_on=ends_on,
        acting=acting,
        share=share,
    )
    _is_here_again(person)
    term.save()
    return term


def _is_here_again(person: Person) -> None:
    """Somebody whom the exports no longer hold, and who is given a role here, is kept by hand."""
    if not person.enabled:
        person.enabled, person.source = True, Source.BY_HAND
        person.save(update_fields=["enabled", "source"])


@transaction.atomic
def end_term(term: RoleTerm, *, ends_on: date, version: int, by: Viewer) -> RoleTerm:
    """The last day of a term is set. What the person could do by this role ends with that day."""
    term, why = _locked(term, version, by)
    return _set_end(term, ends_on, action="end term", why=why, by=by)


@transaction.atomic
def extend_term(term: RoleTerm, *, ends_on: date | None, version: int, by: Viewer) -> RoleTerm:
    """A term goes on until a later day, or with no end in sight."""
    term, why = _locked(term, version, by)
    if ends_on is not None and (term.ends_on is None or ends_on <= term.ends_on):
        raise BadInput(_("Choose a day after the one on which the term ends now."))
    return _set_end(term, ends_on, action="extend term", why=why, by=by)


@transaction.atomic
def change_term(
    term: RoleTerm, *, starts_on: date, acting: bool, share: Decimal, version: int, by: Viewer
) -> RoleTerm:
    """The same person goes on in the role on other conditions: the old term ends the day before
    the new one begins."""
    if starts_on <= term.starts_on:
        raise BadInput(_("The change has to begin after the first day of the term that it ends."))
    term, why = _locked(term, version, by)
    keeps_until = term.ends_on
    ended = _write_end(term, starts_on - timedelta(days=1), action="end term", why=why, by=by)
    new = _begin(
        ended.role,
        ended.person,
        starts_on=starts_on,
        ends_on=keeps_until,
        acting=acting,
        share=share,
        by=by,
    )
    _end_access_after(ended, by=by)
    return new


@transaction.atomic
def undo_last(term: RoleTerm, *, version: int, by: Viewer) -> None:
    """Takes back the last change of a term: its end, its extension, or that it began at all.

    A term that was begun by mistake leaves the history; the audit keeps that it was there.
    """
    term, why = _locked(term, version, by)
    last = changes_of(term).first()
    if last is not None and last.action == "start term":
        _refuse_withdrawal(term, last.at)
        note_change("withdraw term", term, by=by.person.pk, about=term.person_id, why=why)
        term.delete()
    elif last is not None and last.action in {"end term", "extend term"}:
        before = last.detail["before"]
        day = date.fromisoformat(before) if before else None
        _set_end(term, day, action="undo end of term", why=why, by=by)
    else:
        raise BadInput(_("There is nothing to take back: the term was changed since."))


def _refuse_withdrawal(term: RoleTerm, entered_at: datetime) -> None:
    """A mistake is seen within the day; what stood longer is history, and ends instead."""
    if timezone.now() - entered_at > timedelta(days=1) or term.responsibilities.exists():
        raise BadInput(_("This term is in use by now. Set its last day instead."))


def _locked(term: RoleTerm, version: int, by: Viewer) -> tuple[RoleTerm, str]:
    fresh = (
        RoleTerm.objects.select_for_update(of=("self",))
        .select_related("role__place", "person")
        .get(pk=term.pk)
    )
    why = why_change_role(by, fresh.role)
    required(why)
    _refuse_own(fresh.person, by)
    refuse_older(fresh.version, version)
    return fresh, str(why)


def _set_end(
    term: RoleTerm, ends_on: date | None, *, action: str, why: str, by: Viewer
) -> RoleTerm:
    ended = _write_end(term, ends_on, action=action, why=why, by=by)
    _end_access_after(ended, by=by)
    return ended


def _write_end(
    term: RoleTerm, ends_on: date | None, *, action: str, why: str, by: Viewer
) -> RoleTerm:
    _refuse_overlap(term.role, term.person, term.starts_on, ends_on, but=term)
    note_change(
        action,
        term,
        by=by.person.pk,
        about=term.person_id,
        why=why,
        before=term.ends_on,
        after=ends_on,
    )
    term.ends_on, term.source = ends_on, Source.BY_HAND
    term.version += 1
    term.save()
    return term


def _end_access_after(term: RoleTerm, *, by: Viewer) -> None:
    if term.ends_on is not None and term.ends_on < by.today:
        end_all_access(term.person, by=by.person.pk, unless_in_role_on=by.today)


def _refuse_own(person: Person, by: Viewer) -> None:
    """Nobody appoints herself: a role opens what was written for whoever holds it."""
    if person.pk == by.person.pk:
        raise BadInput(_("Nobody changes a term of her own. Ask whoever leads above you."))


def _refuse_long_ago(starts_on: date, why: str, by: Viewer) -> None:
    """History from before last year is entered by whoever keeps the district's records."""
    if why != Reason.STEWARD and starts_on < by.today - timedelta(days=365):
        raise BadInput(_("A term that began more than a year ago is entered by a data steward."))


def _refuse_overlap(
    role: Role, person: Person, starts_on: date, ends_on: date | None, but: RoleTerm | None = None
) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise BadInput(_("The last day cannot be before the first day."))
    same = RoleTerm.objects.filter(role=role, person=person).exclude(ends_on__lt=starts_on)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if ends_on is not None:
        same = same.filter(starts_on__lte=ends_on)
    if same.exists():
        raise BadInput(_("%(name)s holds this role at that time already.") % {"name": person.name})
