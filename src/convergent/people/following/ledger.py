"""The terms that Records hold, and what this snapshot does to them.

A span of the exports vouches for every term that it overlaps. How they divide it is history and
stays; only the last of them takes over its last day and conditions. What somebody wrote by hand
stays as it is, and the difference is kept to be shown. No term is ever made to overlap another.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from convergent.people.following.spans import DAY, Span
from convergent.people.models import Person, Role, RoleTerm
from convergent.people.models.people import Source

Key = tuple[UUID, UUID]
Said = tuple[RoleTerm, Span]


@dataclass
class Ledger:
    """Known terms by person and role, oldest first, and what becomes of them."""

    today: date
    known: dict[Key, list[RoleTerm]] = field(default_factory=dict)
    seen: set[UUID] = field(default_factory=set)
    new: list[RoleTerm] = field(default_factory=list)
    changed: dict[UUID, RoleTerm] = field(default_factory=dict)
    ended: list[RoleTerm] = field(default_factory=list)
    withdrawn: list[RoleTerm] = field(default_factory=list)
    by_hand: dict[UUID, Said] = field(default_factory=dict)

    def follow(self, person: Person, role: Role, spans: list[Span]) -> None:
        terms = self.known.get((person.pk, role.pk), [])
        for span in spans:
            parts = _undated(terms, span) if span.begins is None else _overlapping(terms, span)
            self.seen.update(term.pk for term in parts)
            if not parts:
                self._begin((person.pk, role.pk), span, span.begins or self.today)
            else:
                self._go_on(parts, span)

    def _go_on(self, parts: list[RoleTerm], span: Span) -> None:
        last = parts[-1]
        if last.source == Source.BY_HAND:
            self._compare(last, span)
        elif self._is_left_behind(last, span):
            after = last.ends_on + DAY if span.begins and last.ends_on else self.today
            self._begin((last.person_id, last.role_id), span, after)
        elif _differs(last, span) or (len(parts) == 1 and _begins_earlier(span, last)):
            self._write(last, span, first=span.begins if len(parts) == 1 else None)

    def _compare(self, term: RoleTerm, span: Span) -> None:
        """What the exports say last of a term counts."""
        self.by_hand.pop(term.pk, None)
        if _differs(term, span):
            self.by_hand[term.pk] = (term, span)

    def _is_left_behind(self, term: RoleTerm, span: Span) -> bool:
        """What was over before this span was heard of is history: she took it up again after."""
        if term.ends_on is None or term.ends_on >= self.today or term.starts_on == span.begins:
            return False
        return span.ends is None or span.ends > term.ends_on

    def _begin(self, key: Key, span: Span, first: date) -> None:
        term = RoleTerm(
            person_id=key[0],
            role_id=key[1],
            starts_on=first if span.ends is None else min(first, span.ends),
            ends_on=span.ends,
            acting=span.acting,
            share=span.share,
            source=Source.LOADED,
            sourced_id=span.sourced_id,
        )
        self.new.append(term)
        self.seen.add(term.pk)

    def _write(self, term: RoleTerm, span: Span, *, first: date | None) -> None:
        """A first day moves back alone: moved on, it would cut off what was."""
        ran = term.runs_on(self.today)
        term.starts_on = min(first or term.starts_on, term.starts_on)
        term.ends_on, term.acting, term.share = span.ends, span.acting, span.share
        term.version += 1
        self.changed[term.pk] = term
        if ran and not term.runs_on(self.today):
            self.ended.append(term)

    def end_absent(self) -> None:
        """Loaded terms that are no longer exported: one that runs ends with the day before today,
        or today if that is its first; one that has not begun is withdrawn."""
        for terms in self.known.values():
            for term in terms:
                if term.source == Source.LOADED and term.pk not in self.seen:
                    self._end(term)

    def _end(self, term: RoleTerm) -> None:
        if term.starts_on > self.today:
            self.withdrawn.append(term)
            return
        last = max(term.starts_on, self.today - DAY)
        if term.ends_on is None or term.ends_on > last:
            term.ends_on = last
            term.version += 1
            self.changed[term.pk] = term
            self.ended.append(term)


def _overlapping(terms: list[RoleTerm], span: Span) -> list[RoleTerm]:
    begins = span.begins or date.min
    return [
        term
        for term in terms
        if (span.ends is None or term.starts_on <= span.ends)
        and (term.ends_on is None or term.ends_on >= begins)
    ]


def _undated(terms: list[RoleTerm], span: Span) -> list[RoleTerm]:
    """Where no first day is told, it is about the newest term that can have ended so."""
    return [term for term in terms if span.ends is None or term.starts_on <= span.ends][-1:]


def _differs(term: RoleTerm, span: Span) -> bool:
    return (term.ends_on, term.acting, term.share) != (span.ends, span.acting, span.share)


def _begins_earlier(span: Span, term: RoleTerm) -> bool:
    return span.begins is not None and span.begins < term.starts_on
