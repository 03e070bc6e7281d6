"""The tour of a demonstration: the main job in five stops, each seen by one of the cast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent import clock
from convergent.people.models import Person, Place, PlaceKind, RoleTerm
from convergent.people.role_kinds import COACH, PRINCIPAL, SUPERINTENDENT, SUPERVISOR
from convergent.priorities.models import Priority

GUIDES = (PRINCIPAL, COACH, SUPERVISOR, SUPERINTENDENT)


@dataclass(frozen=True)
class Look:
    """What is looked at there, as whom."""

    guide: Person
    label: str
    address: str


@dataclass(frozen=True)
class Stop:
    title: str
    told: str
    looks: tuple[Look, ...]


def stops() -> list[Stop]:
    """All five; without a look where nobody of the cast holds the role."""
    guides = _guides()
    held = guides.get(PRINCIPAL)
    school = held.role.place if held else None
    return [
        Stop(
            _("The district’s exports come in"),
            _(
                "Files as the district’s systems write them: recognised, checked line by line, "
                "published whole or not at all, and taken back in one step."
            ),
            _looks(guides, (SUPERINTENDENT, _("See what was loaded"), reverse("data"))),
        ),
        Stop(
            _("They become evidence"),
            _(
                "What changed, for whom and how sure that is. No group is shown that is so small "
                "that a child could be made out."
            ),
            _looks(guides, (PRINCIPAL, _("Read a school’s evidence"), reverse("evidence"))),
        ),
        Stop(
            _("A priority, and its chain"),
            _(
                "Few, public priorities. Each has a chain from investment to learning, which shows "
                "where it holds and where it is broken."
            ),
            _looks(guides, (PRINCIPAL, _("Follow a chain"), _chain_at(school))),
        ),
        Stop(
            _("A visit, and a coach’s help"),
            _(
                "What was seen in a classroom reaches the teacher the next morning, and is looked "
                "at again. What passes between a teacher and her coach stays between them."
            ),
            _looks(
                guides,
                (PRINCIPAL, _("See whom visits reach"), reverse("visits")),
                (COACH, _("See a coach’s week"), reverse("coaching")),
            ),
        ),
        Stop(
            _("The picture, and the brief for a visit"),
            _(
                "Where vantage points agree, where accounts differ, and who has not been asked. "
                "It goes along as two pages on paper."
            ),
            _looks(
                guides,
                (SUPERVISOR, _("See the picture"), _of_school("picture", school)),
                (SUPERVISOR, _("Take the brief along"), _of_school("brief", school)),
            ),
        ),
    ]


def _guides() -> dict[str, RoleTerm]:
    """The first of the cast, in its order, who holds each role; principals of schools alone."""
    running = RoleTerm.objects.on(clock.today()).filter(
        person__cast_member__isnull=False, role__kind__in=GUIDES
    )
    found: dict[str, RoleTerm] = {}
    related = running.select_related("person", "role__place")
    for term in related.order_by("person__cast_member__position"):
        if term.role.kind != PRINCIPAL or term.role.place.kind == PlaceKind.SCHOOL:
            found.setdefault(term.role.kind, term)
    return found


def _looks(guides: Mapping[str, RoleTerm], *wanted: tuple[str, str, str]) -> tuple[Look, ...]:
    return tuple(
        Look(guides[kind].person, label, address)
        for kind, label, address in wanted
        if kind in guides and address
    )


def _of_school(route: str, school: Place | None) -> str:
    return reverse(route, args=[school.pk]) if school else ""


def _chain_at(school: Place | None) -> str:
    """Of the school's first priority; the page of all where it has none."""
    running = Priority.objects.on(clock.today()).filter(place=school)
    first = running.order_by("starts_on", "statement").first()
    return reverse("priority", args=[first.pk]) if first else reverse("priorities")
