"""Something in the way goes to a named person by e-mail, and is answered."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from convergent import clock
from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.outbox.actions import post
from convergent.people.access.require import required
from convergent.people.models import Account, Person, Place
from convergent.people.viewer import Viewer
from convergent.practice.access.obstacles import (
    could_have_it_in_hand,
    visible_obstacles,
    why_answer_obstacle,
    why_tell,
)
from convergent.practice.models import Obstacle


@transaction.atomic
def tell_of_obstacle(
    place: Place, *, what: str, owner: Person, detail: str = "", by: Viewer
) -> Obstacle:
    """One tap: from now on it is on the owner's Today and on that of whoever told of it."""
    why = why_tell(by, place)
    required(why)
    if not could_have_it_in_hand(place, by).filter(pk=owner.pk).exists():
        raise BadInput(_("Choose somebody who can see to it."))
    told = Obstacle(
        place=place,
        what=what,
        detail=detail.strip(),
        seen_by=by.person,
        seen_at=clock.now(),
        owner=owner,
    )
    note_change("tell of obstacle", told, by=by.person.pk, about=owner.pk, why=str(why), what=what)
    told.save()
    if owner.email:
        _write_to(owner, told)
    return told


def _write_to(owner: Person, told: Obstacle) -> None:
    """In the language that the owner chose."""
    account = Account.objects.filter(person=owner).first()
    with translation.override((account and account.language) or settings.LANGUAGE_CODE):
        subject = _("In the way at %(school)s: %(what)s") % {
            "school": told.place.name,
            "what": told.get_what_display(),
        }
        context = {"told": told, "person": owner, "address": _address(told)}
        body = render_to_string("practice/mail/obstacle.txt", context)
    post(key=f"obstacle {told.pk}", to=owner.email, subject=subject, body=body, about=owner.pk)


def _address(told: Obstacle) -> str:
    configuration = settings.CONFIGURATION
    base = configuration.public_url or f"http://localhost:{configuration.port}"
    return urljoin(str(base), reverse("obstacle", args=[told.pk]))


@transaction.atomic
def answer_obstacle(obstacle: Obstacle, *, answer: str, by: Viewer) -> Obstacle:
    """What becomes of it, in words; it leaves both Todays."""
    stored = visible_obstacles(by).select_for_update(of=("self",)).get(pk=obstacle.pk)
    why = why_answer_obstacle(by, stored)
    required(why)
    if stored.answered_at is not None:
        raise BadInput(_("It is answered already."))
    if not answer.strip():
        raise BadInput(_("Say what becomes of it."))
    note_change("answer obstacle", stored, by=by.person.pk, about=stored.seen_by_id, why=str(why))
    stored.answer, stored.answered_at = answer.strip(), clock.now()
    stored.save()
    return stored
