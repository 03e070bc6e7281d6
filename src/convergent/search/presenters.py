"""What was found, each with the words that were looked for marked in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

from convergent.people.viewer import Viewer
from convergent.search.kinds import kind_called
from convergent.search.queries import Found, found_by, found_of
from convergent.search.words import MOST_TYPED, Span, spans, words_typed

FIRST, A_PAGE, LAST_PAGE = 5, 25, 40
MOST_DIGITS = 4
BEFORE, AROUND = 60, 200  # letters of a text that are shown before and from the first word found


@dataclass(frozen=True)
class Piece:
    text: str
    is_found: bool = False


@dataclass(frozen=True)
class Hit:
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    detail: str
    url: str


@dataclass(frozen=True)
class HitGroup:
    """One kind of record; `more_url` leads to all of it, or to the next page of it."""

    code: str
    title: str | Promise
    hits: tuple[Hit, ...]
    more_url: str = ""


@dataclass(frozen=True)
class SearchPage:
    typed: str
    is_asked: bool
    groups: tuple[HitGroup, ...]
    all_url: str = ""  # on a page of one kind: back to all


def search_page(viewer: Viewer, *, typed: str, code: str = "", number: str = "") -> SearchPage:
    words = words_typed(typed)
    kind = kind_called(code)
    if kind is None:
        found = found_by(viewer, words, most=FIRST) if words else ()
        groups = [_group(one, viewer, words, more=_address(typed, one.kind.code)) for one in found]
        return SearchPage(typed, bool(words), tuple(groups))
    asked = int(number[:MOST_DIGITS]) if number.isdecimal() else 1
    at = min(asked or 1, LAST_PAGE)
    one = found_of(viewer, kind, words, most=A_PAGE, after=(at - 1) * A_PAGE)
    more = _address(typed, code, at + 1) if at < LAST_PAGE else ""
    groups = [_group(one, viewer, words, more=more)] if one.records else []
    return SearchPage(typed, bool(words), tuple(groups), all_url=_address(typed))


def _address(typed: str, code: str = "", number: int = 1) -> str:
    asked = {"q": typed[:MOST_TYPED], "kind": code, "page": number if number > 1 else ""}
    return f"{reverse('search')}?{urlencode({key: one for key, one in asked.items() if one})}"


def _group(found: Found, viewer: Viewer, words: Sequence[str], *, more: str) -> HitGroup:
    kind = found.kind
    details = kind.details(found.records, viewer)
    hits = []
    for record, detail in zip(found.records, details, strict=True):
        said = kind.said(record)
        excerpt = _excerpt(said.text, words) if said.text else ()
        hits.append(Hit(_marked(said.title, words), excerpt, detail, kind.address(record)))
    return HitGroup(kind.code, kind.title, tuple(hits), more if found.has_more else "")


def _found_in(text: str, words: Sequence[str]) -> Iterator[Span]:
    return (one for one in spans(text) if one.word.startswith(tuple(words)))


def _marked(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for one in _found_in(text, words):
        pieces += [Piece(text[at : one.start]), Piece(text[one.start : one.end], is_found=True)]
        at = one.end
    return tuple(piece for piece in (*pieces, Piece(text[at:])) if piece.text)


def _excerpt(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """The text around the first word that was found; nothing where it holds none of them."""
    first = next(_found_in(text, words), None)
    if first is None:
        return ()
    start = _word_begins(text, max(first.start - BEFORE, 0))
    end = text.rfind(" ", 0, first.start + AROUND) if first.start + AROUND < len(text) else -1
    end = end if end > first.end else min(len(text), first.start + AROUND)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return _marked(f"{before}{text[start:end].strip()}{after}", words)


def _word_begins(text: str, at: int) -> int:
    """Where the next word begins, if there is one soon; 0 stays."""
    blank = text.find(" ", at, at + BEFORE) if at else -1
    return blank + 1 if blank >= 0 else at
