"""The page of a charter, and the list of whoever leads teachers at one's schools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.days import day_text
from convergent.people.models import RoleTerm
from convergent.people.viewer import Viewer
from convergent.practice.access.charters import evaluates_anybody, why_write_charter
from convergent.practice.models import Charter
from convergent.practice.models.charters import Work
from convergent.practice.queries.charters import Wordings, terms_to_read, wordings_of


@dataclass(frozen=True)
class Wording:
    """One wording as it is read: lines of what belongs to it and what does not, the usual week,
    and who said so when."""

    charter: Charter
    does: tuple[str, ...]
    does_not: tuple[str, ...]
    week: tuple[tuple[str, str], ...]
    said: str


@dataclass(frozen=True)
class CharterPage:
    headline: str
    lead: str
    holds: Wording | None
    waits: Wording | None
    before: tuple[Wording, ...]
    may_write: bool
    may_agree: bool
    breaks_its_word: str


@dataclass(frozen=True)
class CharterLine:
    term: RoleTerm
    title: str
    said: str
    is_open: bool


def charter_page(term: RoleTerm, found: Wordings, viewer: Viewer) -> CharterPage:
    may_write = why_write_charter(viewer, term) is not None
    waits = found.waits
    evaluates = evaluates_anybody(term.person, viewer.today)
    name = {"name": term.person.name}
    return CharterPage(
        headline=_("What %(name)s does, and what not") % name,
        lead=_("%(name)s evaluates nobody.") % name if found.holds and not evaluates else "",
        holds=_wording(found.holds, viewer) if found.holds else None,
        waits=_wording(waits, viewer) if waits else None,
        before=tuple(_wording(one, viewer) for one in found.before),
        may_write=may_write and not evaluates,
        may_agree=bool(may_write and waits and waits.written_by_id != viewer.person.pk),
        breaks_its_word=_breaks(term) if evaluates and (found.newest or may_write) else "",
    )


def _breaks(term: RoleTerm) -> str:
    return _(
        "The records of who evaluates whom say that %(name)s evaluates somebody today. A teacher "
        "leader evaluates nobody: whoever leads the school changes one of the two."
    ) % {"name": term.person.name}


def _wording(charter: Charter, viewer: Viewer) -> Wording:
    return Wording(
        charter=charter,
        does=_lines(charter.does),
        does_not=_lines(charter.does_not),
        week=tuple(
            (str(one.label), hours_text(hours))
            for one in Work
            if (hours := charter.hours.get(one.value, 0))
        ),
        said=_said(charter, viewer),
    )


def hours_text(hours: int) -> str:
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _said(charter: Charter, viewer: Viewer) -> str:
    if charter.agreed_by is None or charter.agreed_on is None:
        return _("%(name)s wrote it on %(day)s.") % {
            "name": charter.written_by.name,
            "day": day_text(charter.written_on, viewer),
        }
    return _("%(one)s and %(other)s agreed on it on %(day)s.") % {
        "one": charter.written_by.name,
        "other": charter.agreed_by.name,
        "day": day_text(charter.agreed_on, viewer),
    }


def charter_lines(viewer: Viewer) -> list[CharterLine]:
    terms = terms_to_read(viewer)
    found = wordings_of(terms, viewer)
    return [_line(term, found[term.pk], viewer) for term in terms]


def _line(term: RoleTerm, found: Wordings, viewer: Viewer) -> CharterLine:
    title = f"{viewer.words.role_title(term.role)} · {term.role.place.name}"
    if found.waits is not None:
        by = found.waits.written_by
        said = _("waits for you") if by.pk != viewer.person.pk else _("waits for the other’s word")
    elif found.holds is not None and found.holds.agreed_on is not None:
        said = _("since %(day)s") % {"day": day_text(found.holds.agreed_on, viewer)}
    else:
        said = _("nothing is written yet")
    return CharterLine(term, title, said, is_open=found.holds is None or found.waits is not None)


def headline_of(lines: Sequence[CharterLine]) -> str:
    unsaid = sum(one.is_open for one in lines)
    if not lines or not unsaid:
        return _("Who leads among teachers, and what for")
    said = ngettext(
        "Of %(count)s teacher leader it is not agreed yet what the role is",
        "Of %(count)s teacher leaders it is not agreed yet what the role is",
        unsaid,
    )
    return said % {"count": unsaid}
