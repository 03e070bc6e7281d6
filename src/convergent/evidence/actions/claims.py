"""Claims are taken from the library, or written; and ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.evidence.access import why_lead_picture
from convergent.evidence.actions.judging import judge_again
from convergent.evidence.library import library
from convergent.evidence.models import Claim
from convergent.evidence.season import season_for
from convergent.evidence.vantage import Perspective
from convergent.people.access.require import required
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.practice.models import LookForSet
from convergent.priorities.models import Priority, TheoryLink

MOST = 12  # at one place: nobody reads more


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A claim of one's own, and what it hangs on."""

    statement: str
    needs: Sequence[str] = ()
    priority: Priority | None = None
    look_fors: LookForSet | None = None
    link: TheoryLink | None = None


@transaction.atomic
def take_up_claim(place: Place, code: str, *, by: Viewer) -> Claim:
    """One of the library, from today on; the same again is the one that is held."""
    why = why_lead_picture(by, place)
    required(why)
    required(library().get(code))
    held = Claim.objects.on(by.today).filter(place__path__in=_holding(place), code=code).first()
    if held is not None:
        return held
    claim = Claim(place=place, code=code, needs=",".join(library()[code].needs))
    return _begin(claim, "take up claim", why=str(why), by=by)


@transaction.atomic
def write_claim(place: Place, stated: Stated, *, by: Viewer) -> Claim:
    why = why_lead_picture(by, place)
    required(why)
    statement = stated.statement.strip()
    if not statement:
        raise BadInput(_("Write a sentence that can be true or not."))
    if set(stated.needs) - set(Perspective.values):
        raise BadInput(_("Choose from what is offered."))
    claim = Claim(
        place=place,
        statement=statement,
        needs=",".join(stated.needs),
        priority=stated.priority,
        look_fors=stated.look_fors,
        link=stated.link,
    )
    return _begin(claim, "write claim", why=str(why), by=by)


def _begin(claim: Claim, deed: str, *, why: str, by: Viewer) -> Claim:
    held = Claim.objects.on(by.today).filter(place__path__in=_holding(claim.place))
    if held.count() >= MOST:
        said = _("%(most)s claims are held already, and nobody reads more. End one first.")
        raise BadInput(said % {"most": MOST})
    claim.made_by, claim.starts_on = by.person, by.today
    note_change(deed, claim, by=by.person.pk, why=why, place=claim.place_id, code=claim.code)
    claim.save()
    judge_again(claim, claim.place, season_for(by), by.snapshot)
    return claim


def _holding(place: Place) -> list[str]:
    """The paths of the place and of those above it."""
    parts = place.path.split("/")
    return ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts))]


@transaction.atomic
def end_claim(claim: Claim, *, by: Viewer) -> Claim:
    """It is looked at no longer; what was found of it stays, under its years."""
    stored = Claim.objects.select_for_update().get(pk=claim.pk)
    why = why_lead_picture(by, stored.place)
    required(why)
    if stored.ended_on is None:
        note_change("end claim", stored, by=by.person.pk, why=str(why))
        stored.ended_on = by.today
        stored.save()
    return stored
