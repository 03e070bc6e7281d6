"""A theory of action in words: each link with how it stands and what tests it next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.days import day_text
from convergent.people.viewer import Viewer
from convergent.priorities.models import LinkEvidence, Priority, TheoryLink, TheoryVersion
from convergent.priorities.queries.theory import LinkNow, Standing, links_of

MARKS = {
    Standing.HOLDS: "filled",
    Standing.MIXED: "half",
    Standing.STALE: "half",
    Standing.CONTRADICTED: "diamond",
    Standing.UNTESTED: "ring",
}


@dataclass(frozen=True)
class LinkLine:
    link: TheoryLink
    mark: str
    standing: str
    is_flagged: bool
    speaking_for: int
    speaking_against: int
    next_test: str
    is_late: bool
    evidence: tuple[LinkEvidence, ...]
    is_first: bool
    is_last: bool


def theory_lines(priority: Priority, *, viewer: Viewer) -> tuple[LinkLine, ...]:
    links = links_of([priority], day=viewer.today)[priority.pk]
    return tuple(
        _line(one, viewer, is_first=at == 0, is_last=at == len(links) - 1)
        for at, one in enumerate(links)
    )


def _line(now: LinkNow, viewer: Viewer, *, is_first: bool, is_last: bool) -> LinkLine:
    test_on = now.link.test_on
    return LinkLine(
        link=now.link,
        mark=MARKS[now.standing],
        standing=_standing(now, viewer),
        is_flagged=now.standing in {Standing.STALE, Standing.CONTRADICTED},
        speaking_for=now.speaking_for,
        speaking_against=now.speaking_against,
        next_test=_next_test(now, viewer),
        is_late=test_on is not None and test_on < viewer.today,
        evidence=now.evidence,
        is_first=is_first,
        is_last=is_last,
    )


def _standing(now: LinkNow, viewer: Viewer) -> str:
    if now.newest is None:
        return _("not tested yet")
    said = {"day": day_text(now.newest, viewer)}
    return {
        Standing.HOLDS: _("holds, last seen on %(day)s"),
        Standing.MIXED: _("holds in part, last seen on %(day)s"),
        Standing.STALE: _("nothing seen for a year, since %(day)s"),
        Standing.CONTRADICTED: _("contradicted, last seen on %(day)s"),
        Standing.UNTESTED: "",
    }[now.standing] % said


def link_words(link: TheoryLink) -> str:
    """The link in one sentence."""
    return _("If we %(clause)s, then %(effect)s") % {
        "clause": link.if_we,
        "effect": link.then_they,
    }


def _next_test(now: LinkNow, viewer: Viewer) -> str:
    link = now.link
    if not link.next_test:
        return _("no next test") if now.standing is not Standing.HOLDS else ""
    if link.test_on is None:
        return _("next test: %(test)s") % {"test": link.next_test}
    said = {"test": link.next_test, "day": day_text(link.test_on, viewer)}
    if link.test_on < viewer.today:
        return _("a test is due since %(day)s: %(test)s") % said
    return _("next test: %(test)s, by %(day)s") % said


def theory_sentence(lines: Sequence[LinkLine]) -> str:
    """What stands out: what is contradicted or stale, what nobody has tested."""
    if not lines:
        return _("Nobody has written yet why this should work.")
    flagged = sum(line.is_flagged for line in lines)
    untested = sum(line.mark == "ring" for line in lines)
    said = []
    if flagged:
        said.append(
            ngettext(
                "One link is contradicted or has gone stale.",
                "%(count)s links are contradicted or have gone stale.",
                flagged,
            )
            % {"count": flagged}
        )
    if untested:
        said.append(
            ngettext("One link is not tested yet.", "%(count)s links are not tested yet.", untested)
            % {"count": untested}
        )
    return " ".join(said) or _("Every link was seen to hold within a year.")


@dataclass(frozen=True)
class TheoryEntry:
    title: str
    reason: str
    version: TheoryVersion


def theory_history(priority: Priority, *, viewer: Viewer) -> tuple[TheoryEntry, ...]:
    found = TheoryVersion.objects.filter(priority=priority).select_related("by")
    return tuple(
        TheoryEntry(f"{day_text(one.made_on, viewer)} · {one.by.name}", one.reason, one)
        for one in found
    )
