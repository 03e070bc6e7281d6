"""The brief of a priority: what it says, how its chain holds, who carries it, what to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from convergent.evidence.presenters.sentences import Found
from convergent.people.viewer import Viewer
from convergent.priorities.models import Priority
from convergent.priorities.practice_told import told_of_practice
from convergent.priorities.presenters.chain import Chain, ChainCell
from convergent.priorities.presenters.priority import PriorityPage, priority_page
from convergent.publish.presenters.brief import kicker
from convergent.publish.presenters.parts import Brief, Line, Manner, Section
from convergent.publish.presenters.picture import accounts, found_at, whom_to_ask
from convergent.publish.presenters.questions import MOST as MOST_QUESTIONS
from convergent.publish.presenters.records import promised_for

MOST, LONGEST = 10, 400


def brief_of_priority(priority: Priority, *, viewer: Viewer) -> Brief:
    """Promises, and what teams counted of them, as this viewer may see them."""
    page = priority_page(priority, viewer=viewer, is_now=True)
    found = found_at(priority.place, viewer, of=priority)
    promises = promised_for(priority, viewer)
    foot = _("What teams promised, and how it goes, is for %(name)s alone.") % {
        "name": viewer.person.name
    }
    return _brief(
        page,
        viewer,
        lead=page.chain.sentence,
        chain=_chain(page.chain),
        promises=promises,
        found=found,
        foot=(foot,),
    )


def brief_of_priority_for_everybody(priority: Priority, *, viewer: Viewer) -> Brief:
    """Without what teams promised and counted, and without what a picture shows; the viewer's
    district and day alone matter."""
    page = priority_page(priority, viewer=viewer, is_now=True)
    told = told_of_practice([priority.place], viewer)[priority.place_id]
    practice = (Line(told, mark=_("Practice")),) if told else ()
    chain = Section(_("What is done for it"), Manner.MARKED, practice)
    return _brief(page, viewer, lead="", chain=chain, promises=None, found=[], foot=())


def _brief(
    page: PriorityPage,
    viewer: Viewer,
    *,
    lead: str,
    chain: Section,
    promises: Section | None,
    found: Sequence[Found],
    foot: tuple[str, ...],
) -> Brief:
    questions = _questions(page, chain, promises, found)
    lines = tuple(Line(one) for _number, one in zip(range(MOST_QUESTIONS), questions, strict=False))
    sections = (
        _why(page),
        _measures(page),
        chain,
        promises,
        _carried(page),
        accounts(found),
        Section(_("Three good questions"), Manner.NUMBERED, lines),
    )
    return Brief(
        kicker=f"{page.priority.place.name} · {kicker(viewer, is_hers=promises is not None)}",
        title=page.priority.statement,
        lead=" ".join(filter(None, (page.ended, lead or _who_leads(page)))),
        sections=tuple(one for one in sections if one is not None and not one.is_empty),
        foot=(_("Numbers are those that everybody in the district may see."), *foot),
    )


def _who_leads(page: PriorityPage) -> str:
    said = {"name": page.leader, "day": page.since}
    if page.leader:
        return _("%(name)s leads it. It began on %(day)s.") % said
    return _("Nobody leads it now. It began on %(day)s.") % said


def _why(page: PriorityPage) -> Section:
    one = page.priority
    told = (
        (_("why"), one.why),
        (_("for whom"), one.serves),
        (_("started from"), one.started_from),
        (_("led by"), page.leader or _("nobody now")),
        (_("aligned"), page.carries.words),
    )
    lines = tuple(Line(_short(said), mark=capfirst(mark)) for mark, said in told if said)
    return Section(_("What it is, and why"), Manner.MARKED, lines)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"


def _measures(page: PriorityPage) -> Section:
    lines = tuple(Line(one.sentence, mark=one.title) for one in page.measures[:MOST])
    return Section(_("How we would know"), Manner.MARKED, lines)


def _chain(chain: Chain) -> Section:
    lines = tuple(
        Line(_cell(one), mark=f"{one.title}: {one.state_words}", is_urgent=one.needs_attention)
        for one in chain.cells
        if one.is_recorded
    )
    return Section(_("How its chain holds"), Manner.MARKED, lines)


def _cell(cell: ChainCell) -> str:
    said = " ".join(f"{one.rstrip('.')}." for one in (cell.sentence, cell.detail) if one)
    return f"{said} ({cell.freshness})" if cell.freshness else said


def _carried(page: PriorityPage) -> Section:
    lines = [Line(one.statement, mark=one.place.name) for one in page.below[:MOST]]
    rest = len(page.below) - len(lines)
    if rest > 0:
        lines.append(Line(_("And %(count)s more.") % {"count": rest}))
    return Section(_("Who carries it further"), Manner.MARKED, tuple(lines))


def _questions(
    page: PriorityPage, chain: Section, promised: Section | None, found: Sequence[Found]
) -> Iterator[str]:
    """What presses first; there are always enough of them."""
    if promised is not None and any(line.is_urgent for line in promised.lines):
        yield _("What keeps us from what we promised, and who could take it out of the way?")
    if ask := whom_to_ask(found):
        yield ask
    weak = next((line for line in chain.lines if line.is_urgent), None)
    if weak is not None:
        yield _("What would make the link “%(link)s” hold, and who could begin it this month?") % {
            "link": weak.mark.partition(":")[0]
        }
    if not page.leader:
        yield _("Who leads this from now on?")
    if not page.measures:
        yield _("What would we see in spring if it worked?")
    yield _("What have we tried for it this year, and what did we learn?")
    yield _("What would teachers say about this page, and when were they last asked?")
    yield _("What should we stop doing, so that there is time for this?")
