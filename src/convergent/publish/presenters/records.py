"""What people wrote that a brief takes along, each as its reader may see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from convergent.people.days import day_text
from convergent.people.models import Place, PlaceKind
from convergent.people.queries.places import open_within
from convergent.people.queries.roles import last_terms, role_lines, roles_at
from convergent.people.viewer import Viewer
from convergent.people.words import in_sentence
from convergent.priorities.access.commitments import visible_commitments
from convergent.priorities.models import Commitment, Priority
from convergent.priorities.models.commitments import CommitmentQuerySet
from convergent.priorities.practice_told import told_of_practice
from convergent.priorities.presenters.alignment import carry_words
from convergent.priorities.presenters.commitments import commitment_lines
from convergent.priorities.presenters.place import priorities_page
from convergent.priorities.queries.alignment import alignment_at
from convergent.priorities.queries.priorities import priorities_above, priorities_within
from convergent.priorities.queries.requirements import Asked, asked_at
from convergent.publish.presenters.parts import Line, Manner, Section

LOOKED_BACK = timedelta(days=60)
SOON = timedelta(days=45)
MOST = 8


def working_on(place: Place, viewer: Viewer) -> Section:
    page = priorities_page(place, viewer=viewer, day=viewer.today)
    lines = tuple(
        Line(". ".join(filter(None, (one.statement, one.measure))), mark=one.leader)
        for one in page.lines
    )
    told = told_of_practice([place], viewer)[place.pk]
    more = (Line(told, mark=_("Practice")),) if told else ()
    return Section(_("What we’re working on"), Manner.MARKED, (*lines, *more))


def carried_by_schools(place: Place, viewer: Viewer) -> Section:
    """Of a network: how far its schools carry what stands above them."""
    title = _("How its schools carry it")
    if place.kind != PlaceKind.NETWORK:
        return Section(title, Manner.MARKED, ())
    found = alignment_at(viewer, place, day=viewer.today)
    above = [(one, _carrying(one, place, viewer)) for one in _above(place, viewer)]
    own = [(one.priority, len(one.taken_up)) for one in found.covered]
    lines = [
        Line(f"{one.statement}. {carry_words(taken, len(found.schools))}", mark=one.place.name)
        for one, taken in [*above, *own][:MOST]
    ]
    if found.silent:
        names = get_text_list([one.name for one in found.silent], _("and"))
        lines.append(Line(names, mark=capfirst(_("not said yet"))))
    return Section(title, Manner.MARKED, tuple(lines))


def _above(place: Place, viewer: Viewer) -> QuerySet[Priority]:
    return priorities_above(viewer, place, day=viewer.today)


def _carrying(priority: Priority, network: Place, viewer: Viewer) -> int:
    """How many schools of the network hold one that is aligned to it."""
    held = priorities_within(viewer, network, day=viewer.today)
    schools = held.filter(aligned_to=priority, place__kind=PlaceKind.SCHOOL)
    return schools.order_by().values("place").distinct().count()


def promised(place: Place, viewer: Viewer) -> Section:
    """What teams of the place promised: what is open, the oldest first; then what was done."""
    return _promised(visible_commitments(viewer).filter(team__path__startswith=place.path), viewer)


def promised_for(priority: Priority, viewer: Viewer) -> Section:
    """The same of one priority, whichever team promised it."""
    return _promised(visible_commitments(viewer).filter(priority=priority), viewer)


def _promised(found: CommitmentQuerySet, viewer: Viewer) -> Section:
    found = found.select_related("person", "role__place", "priority", "meeting")
    since = viewer.today - LOOKED_BACK
    ended = found.filter(state=Commitment.State.DONE, ended_on__gte=since).order_by("-ended_on")
    listed = [*found.still_open().order_by("due_on", "what")[:MOST], *ended[: MOST // 2]]
    lines = tuple(
        Line(_of(one.keeper, one.commitment.what), mark=one.when, is_urgent=one.is_late)
        for one in commitment_lines(listed, viewer)
    )
    return Section(_("What we promised each other"), Manner.MARKED, lines)


def _of(keeper: str, what: str) -> str:
    return f"{keeper}: {what}" if keeper else what


def in_the_way(place: Place, viewer: Viewer) -> Section:
    lines = (*_vacancies(place, viewer), *_asked(place, viewer))
    return Section(_("What is in the way"), Manner.LISTED, lines[:MOST])


def _vacancies(place: Place, viewer: Viewer) -> Iterator[Line]:
    words = viewer.words
    within = PlaceKind.SCHOOL if place.kind == PlaceKind.NETWORK else PlaceKind.TEAM
    places = [place, *open_within(place, within)]
    lines = role_lines(roles_at(places, day=viewer.today), words)
    vacant = [line for line in lines if line.is_vacant]
    last_of = last_terms([line.role for line in vacant], before=viewer.today)
    for line in vacant:
        last = last_of.get(line.role.pk)
        said = {"place": line.role.place.name, "role": in_sentence(line.title)}
        if last is None or last.ends_on is None:
            yield Line(_("%(place)s has no %(role)s.") % said)
            continue
        day = day_text(last.ends_on, viewer)
        yield Line(_("%(place)s has had no %(role)s since %(day)s.") % {**said, "day": day})


def _asked(place: Place, viewer: Viewer) -> Iterator[Line]:
    for one in asked_at(viewer, place):
        due = one.next_due()
        if due is None or due.due.day > viewer.today + SOON:
            continue
        yield Line(
            _asked_text(one, day_text(due.due.day, viewer)), is_urgent=due.is_late(viewer.today)
        )


def _asked_text(asked: Asked, day: str) -> str:
    said = {"title": asked.requirement.title, "day": day}
    if asked.answer is None:
        return _("“%(title)s” is due on %(day)s and serves none of the priorities yet.") % said
    return _("“%(title)s” is due on %(day)s.") % said
