"""An ask is for whoever was asked, and for nobody else. A school's digest is for whoever works
there, the district's for everybody who works in the district."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from convergent.asking.models import Ask, AskAnswer, AskAnswerQuerySet, AskQuerySet
from convergent.asking.questions import PULSE
from convergent.people.access.directory import visible_places
from convergent.people.access.reasons import Reason
from convergent.people.models import Place, PlaceKind
from convergent.people.viewer import Viewer


def visible_asks(viewer: Viewer) -> AskQuerySet:
    """The two questions; the trust pulse has a rule of its own."""
    return Ask.objects.filter(person=viewer.person).exclude(kind=PULSE)


def why_ask(viewer: Viewer, ask: Ask) -> Reason | None:
    is_own = ask.person_id == viewer.person.pk and ask.kind != PULSE
    return Reason.OWN if is_own else None


def visible_answers(viewer: Viewer) -> AskAnswerQuerySet:
    return AskAnswer.objects.readable_by_rule(Q(ask__person=viewer.person))


def answers_to_count(rule: Q) -> AskAnswerQuerySet:
    """For the digest alone, which tells of eight people at least."""
    return AskAnswer.objects.readable_by_rule(rule)


def places_digested_for(viewer: Viewer) -> QuerySet[Place]:
    own = [term.role.place_id for term in viewer.terms]
    rule = Q(kind=PlaceKind.DISTRICT)
    rule |= Q(kind=PlaceKind.SCHOOL) & (Q(pk__in=own) | Q(children__in=own))
    return visible_places(viewer).filter(rule).distinct()


def why_digest(viewer: Viewer, place: Place) -> Reason | None:
    if place.district_pk != viewer.district_id:
        return None
    if place.kind == PlaceKind.SCHOOL:
        works_there = any(term.role.place.path.startswith(place.path) for term in viewer.terms)
        return Reason.WORKS_HERE if works_there else None
    return Reason.WORKS_HERE if place.kind == PlaceKind.DISTRICT else None
