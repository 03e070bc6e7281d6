"""Roles as a place shows them: who holds each, since when, and which are vacant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from convergent.people.models import Place, Role, RoleTerm
from convergent.people.role_kinds import KINDS
from convergent.people.words import Words


@dataclass(frozen=True)
class RoleLine:
    """One role on one day, with whoever holds it."""

    role: Role
    title: str
    terms: tuple[RoleTerm, ...]

    @property
    def is_vacant(self) -> bool:
        return not self.terms

    @property
    def since(self) -> date | None:
        """Since when somebody who holds it now has held it."""
        return min((term.starts_on for term in self.terms), default=None)

    @property
    def is_acting(self) -> bool:
        return bool(self.terms) and all(term.acting for term in self.terms)


def roles_at(places: QuerySet[Place] | Sequence[Place], *, day: date) -> QuerySet[Role]:
    """Open roles with their terms of that day under `running`: a fixed number of queries."""
    running = (
        RoleTerm.objects.on(day)
        .select_related("person")
        .order_by("acting", "person__family_key", "person__given_key")
    )
    return (
        Role.objects.filter(place__in=places)
        .exclude(closed_on__lte=day)
        .select_related("place")
        .prefetch_related(Prefetch("terms", queryset=running, to_attr="running"))
    )


def role_called(place: Place, kind: str, title: str) -> Role | None:
    """The place's role of that kind and title, if it has it already."""
    return Role.objects.filter(place=place, kind=kind, title=title.strip()).first()


def role_lines(roles: Iterable[Role], words: Words) -> list[RoleLine]:
    """Lines by the order of their kinds; a role of many kinds that nobody holds is left out."""
    lines = [_line(role, words) for role in roles]
    return sorted(
        (line for line in lines if line.terms or _is_expected(line.role)),
        key=lambda line: (line.role.kind_of_role.order, line.title),
    )


def _line(role: Role, words: Words) -> RoleLine:
    return RoleLine(role, words.role_title(role), tuple(role.running))  # type: ignore[attr-defined]


def _is_expected(role: Role) -> bool:
    return KINDS[role.kind].single or bool(role.fte)


def vacant_roles(places: QuerySet[Place], *, day: date) -> QuerySet[Role]:
    """Roles that are to have a holder and have none on that day."""
    held = RoleTerm.objects.on(day).filter(role=OuterRef("pk"))
    single = [kind.code for kind in KINDS.values() if kind.single]
    open_roles = Role.objects.filter(place__in=places).exclude(closed_on__lte=day)
    expected = open_roles.filter(Q(kind__in=single) | Q(fte__gt=0))
    return expected.filter(~Exists(held)).select_related("place")


def last_terms(roles: Iterable[Role], *, before: date) -> dict[UUID, RoleTerm]:
    """The newest term of each role that was over before that day, in one query."""
    over = RoleTerm.objects.filter(role__in=[role.pk for role in roles], ends_on__lt=before)
    return {term.role_id: term for term in over.select_related("person").order_by("ends_on", "pk")}


def terms_ending(roles: QuerySet[Role], *, first: date, last: date) -> QuerySet[RoleTerm]:
    """Terms of these roles that end between the two days, those included, for good."""
    return (
        RoleTerm.objects.filter(role__in=roles, ends_on__range=(first, last))
        .not_continued()
        .select_related("role__place", "person")
        .order_by("ends_on")
    )


def terms_begun(places: QuerySet[Place], *, since: date, until: date) -> QuerySet[RoleTerm]:
    return (
        RoleTerm.objects.filter(role__place__in=places, starts_on__range=(since, until))
        .select_related("role__place", "person")
        .order_by("-starts_on")
    )
