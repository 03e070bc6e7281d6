"""A charter is written by one of the two and agreed to by the other; then the school hears of
it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.outbox.actions import post
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.models import Account, Person, RoleTerm
from convergent.people.viewer import Viewer
from convergent.practice.access.charters import evaluates_anybody, why_write_charter
from convergent.practice.models import Charter
from convergent.practice.models.charters import MOST_HOURS, Work
from convergent.records.turns import take_turn


@dataclass(frozen=True)
class Chartered:
    """What the two say: in words, and in hours of a usual week by kind of work."""

    does: str
    does_not: str
    hours: Mapping[str, int]


@transaction.atomic
def write_charter(
    term: RoleTerm, said: Chartered, *, version: int | None = None, by: Viewer
) -> Charter:
    """A new wording, or the one that waits anew. It holds when the other one agrees."""
    why = why_write_charter(by, term)
    required(why)
    _refuse_wrong(said)
    take_turn(f"charter {term.role.place_id} {term.person_id}")
    _refuse_evaluator(term.person, by)
    earlier = Charter.objects.filter(place=term.role.place, leader=term.person)
    newest = earlier.select_for_update(of=("self",)).first()
    refuse_older(newest.version if newest else 0, version)
    if newest is None or newest.agreed_by_id is not None:
        number = newest.number + 1 if newest else 1
        newest = Charter(place=term.role.place, leader=term.person, number=number, version=0)
    newest.does, newest.does_not = said.does.strip(), said.does_not.strip()
    newest.hours = {one.value: int(said.hours.get(one, 0)) for one in Work}
    newest.written_by, newest.written_on = by.person, by.today
    newest.version += 1
    note_change("write charter", newest, by=by.person.pk, about=term.person_id, why=str(why))
    newest.save()
    return newest


def _refuse_wrong(said: Chartered) -> None:
    if not said.does.strip() or not said.does_not.strip():
        raise BadInput(_("Say what belongs to the role, and what does not."))
    hours = [said.hours.get(one, 0) for one in Work]
    if any(one < 0 for one in hours) or not 1 <= sum(hours) <= MOST_HOURS:
        raise BadInput(_("Give the week between 1 and 40 hours in all."))


def _refuse_evaluator(leader: Person, by: Viewer) -> None:
    if evaluates_anybody(leader, by.today):
        said = _(
            "%(name)s evaluates somebody today. A charter says that a teacher leader does not."
        )
        raise BadInput(said % {"name": leader.name})


@transaction.atomic
def agree_to_charter(term: RoleTerm, *, version: int | None = None, by: Viewer) -> Charter:
    """It holds from today on, and whoever works at the school is told, once."""
    why = why_write_charter(by, term)
    required(why)
    waiting = Charter.objects.filter(
        place=term.role.place, leader=term.person, agreed_by__isnull=True
    )
    stored = waiting.select_for_update(of=("self",)).first()
    if stored is None or stored.written_by_id == by.person.pk:
        raise BadInput(_("Nothing waits for your agreement."))
    refuse_older(stored.version, version)
    _refuse_evaluator(term.person, by)
    note_change("agree to charter", stored, by=by.person.pk, about=term.person_id, why=str(why))
    stored.agreed_by, stored.agreed_on = by.person, by.today
    stored.version += 1
    stored.save()
    _announce(stored, term, by)
    return stored


def _announce(charter: Charter, term: RoleTerm, by: Viewer) -> None:
    """By e-mail the first time, each in her language; a later wording stands on Today alone."""
    if charter.number > 1:
        return
    held = RoleTerm.objects.on(by.today).filter(role__place__path__startswith=charter.place.path)
    people = Person.objects.filter(pk__in=held.values("person"), enabled=True).exclude(email="")
    told = list(people.exclude(pk__in=[charter.leader_id, by.person.pk]))
    languages = dict(Account.objects.filter(person__in=told).values_list("person", "language"))
    for person in told:
        with translation.override(languages.get(person.pk) or settings.LANGUAGE_CODE):
            _write_to(person, charter, term)


def _write_to(person: Person, charter: Charter, term: RoleTerm) -> None:
    subject = _("What %(name)s does at %(school)s, and what not") % {
        "name": charter.leader.name,
        "school": charter.place.name,
    }
    context = {"person": person, "leader": charter.leader, "address": _address(term)}
    body = render_to_string("practice/mail/charter.txt", context)
    key = f"charter {charter.pk} {person.pk}"
    post(key=key, to=person.email, subject=subject, body=body, about=person.pk)


def _address(term: RoleTerm) -> str:
    configuration = settings.CONFIGURATION
    base = configuration.public_url or f"http://localhost:{configuration.port}"
    return urljoin(str(base), reverse("charter", args=[term.pk]))
