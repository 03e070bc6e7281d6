"""Who differs from the exports, and in what; roles that they name and nobody was given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.loads.queries import kept_as_written
from convergent.people.access.changes import roles_changeable_by
from convergent.people.days import day_text
from convergent.people.following.by_hand import Otherwise, PersonDiffers, TermDiffers
from convergent.people.models import Person, RoleTerm
from convergent.people.role_kinds import ANSWER_FOR_THE_DISTRICT, KINDS
from convergent.people.viewer import Viewer

Differs = TermDiffers | PersonDiffers


@dataclass(frozen=True)
class Side:
    """One thing in which they differ."""

    what: str
    exports: str
    ours: str


@dataclass(frozen=True)
class Difference:
    """`told`: what the exports said when the page was shown; `is_kept`: decided already."""

    person: Person
    role: str
    role_url: str
    sides: tuple[Side, ...]
    thing: str
    told: str
    is_kept: bool
    may_decide: bool


@dataclass(frozen=True)
class UnknownRole:
    name: str
    times: int
    why: str


@dataclass(frozen=True)
class RoleElsewhere:
    person: Person
    words: str


@dataclass(frozen=True)
class ByHandPage:
    lead: str
    differences: tuple[Difference, ...]
    unknown: tuple[UnknownRole, ...]
    elsewhere: tuple[RoleElsewhere, ...]
    known_names: str


def by_hand_page(found: Otherwise, viewer: Viewer) -> ByHandPage:
    waiting = len(undecided(found))
    return ByHandPage(
        lead=_lead(waiting),
        differences=_differences(found, viewer),
        unknown=tuple(_unknown(name, times) for name, times in _most_first(found)),
        elsewhere=tuple(
            RoleElsewhere(one.person, _at(_role_name(one.row.role, viewer), one.place))
            for one in found.elsewhere
        ),
        known_names=", ".join(sorted(KINDS)),
    )


def undecided(found: Otherwise) -> list[Differs]:
    """Those that nobody decided to keep as they are, against what the exports say now."""
    kept = _kept(found)
    return [one for one in _all(found) if (str(thing_of(one).pk), one.told) not in kept]


def _lead(waiting: int) -> str:
    if not waiting:
        return _("Nothing waits for you: what was written here by hand stays as it is.")
    return ngettext(
        "What was written here by hand stays until you decide. %(count)s difference waits.",
        "What was written here by hand stays until you decide. %(count)s differences wait.",
        waiting,
    ) % {"count": waiting}


def _differences(found: Otherwise, viewer: Viewer) -> tuple[Difference, ...]:
    """What is decided already comes last."""
    kept = _kept(found)
    changeable = set(
        roles_changeable_by(viewer)
        .filter(pk__in=[one.term.role_id for one in found.terms])
        .values_list("pk", flat=True)
    )
    lines = [
        _of_person(one, viewer, is_kept=(str(one.person.pk), one.told) in kept)
        for one in found.people
    ] + [
        _of_term(
            one,
            viewer,
            is_kept=(str(one.term.pk), one.told) in kept,
            may_change=one.term.role_id in changeable,
        )
        for one in found.terms
    ]
    return tuple(sorted(lines, key=lambda line: line.is_kept))


def _of_term(one: TermDiffers, viewer: Viewer, *, is_kept: bool, may_change: bool) -> Difference:
    term = one.term
    return Difference(
        person=term.person,
        role=_at(viewer.words.role_title(term.role), term.role.place.name),
        role_url=reverse("role", args=[term.role_id]),
        sides=tuple(_sides_of_term(one, viewer)),
        thing=str(term.pk),
        told=one.told,
        is_kept=is_kept,
        may_decide=may_change and term.person_id != viewer.person.pk,
    )


def _of_person(one: PersonDiffers, viewer: Viewer, *, is_kept: bool) -> Difference:
    return Difference(
        person=one.person,
        role="",
        role_url="",
        sides=tuple(_sides_of_person(one)),
        thing=str(one.person.pk),
        told=one.told,
        is_kept=is_kept,
        may_decide=one.person.pk != viewer.person.pk,
    )


def _sides_of_term(one: TermDiffers, viewer: Viewer) -> Iterator[Side]:
    term, span = one.term, one.span
    days = (span.ends, term.ends_on)
    if days[0] != days[1]:
        exports, ours = (day_text(day, viewer) if day else _("none set") for day in days)
        yield Side(_("Last day"), exports, ours)
    if span.acting != term.acting:
        yield Side(_("Acting"), _yes_or_no(span.acting), _yes_or_no(term.acting))
    if span.share != term.share:
        exports, ours = (
            _("%(share)s%%") % {"share": round(share * 100)} for share in (span.share, term.share)
        )
        yield Side(_("Share of a post"), exports, ours)


def _sides_of_person(one: PersonDiffers) -> Iterator[Side]:
    named = {
        "given_name": _("First name"),
        "family_name": _("Last name"),
        "preferred_name": _("Called"),
        "email": _("Email"),
    }
    for name, what in named.items():
        exports, ours = getattr(one.row, name) or "", getattr(one.person, name)
        if exports != ours:
            yield Side(what, exports or _("nothing"), ours or _("nothing"))
    if one.row.enabled != one.person.enabled:
        yield Side(_("Works here"), _yes_or_no(one.row.enabled), _yes_or_no(one.person.enabled))


def _unknown(name: str, times: int) -> UnknownRole:
    kind = name.removeprefix("ext:")
    if kind in ANSWER_FOR_THE_DISTRICT:
        return UnknownRole(name, times, _("It is held at the district alone, not at a school."))
    return UnknownRole(name, times, _("It is not among the names that are known here."))


def _most_first(found: Otherwise) -> list[tuple[str, int]]:
    return sorted(found.unknown_roles.items(), key=lambda one: (-one[1], one[0]))


def _role_name(role: str, viewer: Viewer) -> str:
    kind = role.removeprefix("ext:")
    return viewer.words.role(kind) if kind in KINDS else kind


def _at(role: str, place: str) -> str:
    return _("%(role)s · %(place)s") % {"role": role, "place": place}


def _yes_or_no(is_so: bool) -> str:
    return _("yes") if is_so else _("no")


def _all(found: Otherwise) -> list[Differs]:
    return [*found.people, *found.terms]


def thing_of(one: Differs) -> RoleTerm | Person:
    return one.term if isinstance(one, TermDiffers) else one.person


def _kept(found: Otherwise) -> frozenset[tuple[str, str]]:
    every = _all(found)
    return kept_as_written([thing_of(one) for one in every]) if every else frozenset()
