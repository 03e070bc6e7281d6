"""What can be found of priorities: what the district reads, and what one's own teams talked about,
decided and promised. Notes of any kind are private and no part of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.facts.measures.definitions import definitions
from convergent.people.days import day_text
from convergent.people.viewer import Viewer
from convergent.priorities.access.commitments import visible_commitments
from convergent.priorities.access.meetings import visible_meetings
from convergent.priorities.access.priorities import visible_priorities
from convergent.priorities.access.requirements import visible_requirements
from convergent.priorities.models import (
    Commitment,
    Cycle,
    Decision,
    Meeting,
    MeetingItem,
    Priority,
    PriorityMeasure,
    Requirement,
    TheoryLink,
)
from convergent.priorities.presenters.commitments import when_due
from convergent.priorities.presenters.measures import measure_title
from convergent.priorities.queries.measured import slice_of
from convergent.search.kinds import Findable, Said, findable, in_every_language

TITLE = 140


def _said_by_priority(one: Priority) -> Said:
    return Said(one.statement, _together(one.why, one.serves, one.started_from), one.starts_on)


def _said_by_requirement(one: Requirement) -> Said:
    return Said(one.title, _together(one.asks, one.asked_by, one.reference), one.added_on)


def _said_by_link(one: TheoryLink) -> Said:
    return Said(str(one), _together(one.assumes, one.next_test), one.test_on)


def _said_by_cycle(one: Cycle) -> Said:
    text = _together(one.idea, one.prediction, one.measured, one.result, one.next_step)
    return Said(one.question, text, one.starts_on)


def _said_by_decision(one: Decision) -> Said:
    title = Truncator(one.text).chars(TITLE)
    text = one.text if title != one.text else ""
    return Said(title, text, one.made_at.date())


def _said_by_commitment(one: Commitment) -> Said:
    return Said(one.what, day=one.made_on)


def _said_by_meeting(one: Meeting) -> Said:
    return Said(one.question, day=one.starts_at.date())


def _said_by_item(one: MeetingItem) -> Said:
    return Said(one.title, one.source, one.meeting.starts_at.date())


def _said_by_measure(one: PriorityMeasure) -> Said:
    if one.measure not in definitions():
        return Said(str(one))
    what = slice_of(one)
    return Said(measure_title(what), also=in_every_language(lambda: measure_title(what)))


def _together(*texts: str) -> str:
    return " · ".join(text for text in texts if text)


def _links(viewer: Viewer) -> QuerySet[TheoryLink]:
    return TheoryLink.objects.filter(priority__in=visible_priorities(viewer), taken_out_on=None)


def _cycles(viewer: Viewer) -> QuerySet[Cycle]:
    return Cycle.objects.filter(priority__in=visible_priorities(viewer))


def _decisions(viewer: Viewer) -> QuerySet[Decision]:
    return Decision.objects.filter(meeting__in=visible_meetings(viewer))


def _meetings(viewer: Viewer) -> QuerySet[Meeting]:
    return visible_meetings(viewer).exclude(question="")


def _items(viewer: Viewer) -> QuerySet[MeetingItem]:
    """What a team itself put on its agendas; the words of priorities are found as these."""
    found = MeetingItem.objects.filter(meeting__in=visible_meetings(viewer))
    return found.exclude(kind=MeetingItem.Kind.PRIORITY)


def _measures(viewer: Viewer) -> QuerySet[PriorityMeasure]:
    return PriorityMeasure.objects.filter(priority__in=visible_priorities(viewer))


def _whose_priorities(found: Sequence[Priority], _viewer: Viewer) -> list[str]:
    return [_over(one.place.name, is_over=one.ended_on is not None) for one in found]


def _whose_requirements(found: Sequence[Requirement], _viewer: Viewer) -> list[str]:
    return [_over(one.place.name, is_over=one.withdrawn_on is not None) for one in found]


def _over(name: str, *, is_over: bool) -> str:
    return _("%(place)s, no longer") % {"place": name} if is_over else name


def _whose_work(
    found: Sequence[TheoryLink] | Sequence[Cycle] | Sequence[PriorityMeasure], _viewer: Viewer
) -> list[str]:
    return [f"{one.priority.place.name} · {one.priority.statement}" for one in found]


def _who_decided(found: Sequence[Decision], viewer: Viewer) -> list[str]:
    said = _("%(team)s, decided on %(day)s")
    return [
        said
        % {
            "team": one.meeting.team.name,
            "day": day_text(timezone.localtime(one.made_at).date(), viewer),
        }
        for one in found
    ]


def _who_met(found: Sequence[Meeting], viewer: Viewer) -> list[str]:
    return [_met(one, viewer) for one in found]


def _whose_agenda(found: Sequence[MeetingItem], viewer: Viewer) -> list[str]:
    return [_met(one.meeting, viewer) for one in found]


def _met(meeting: Meeting, viewer: Viewer) -> str:
    day = day_text(timezone.localtime(meeting.starts_at).date(), viewer)
    return _("%(team)s, %(day)s") % {"team": meeting.team.name, "day": day}


def _who_promised(found: Sequence[Commitment], viewer: Viewer) -> list[str]:
    return [f"{one.person.name} · {one.team.name} · {when_due(one, viewer)}" for one in found]


findable(
    Findable(
        code="priority",
        title=gettext_lazy("Priorities"),
        model=Priority,
        visible=visible_priorities,
        said=_said_by_priority,
        address=lambda one: reverse("priority", args=[one.pk]),
        details=_whose_priorities,
        related=("place",),
    )
)
findable(
    Findable(
        code="requirement",
        title=gettext_lazy("What is asked"),
        model=Requirement,
        visible=visible_requirements,
        said=_said_by_requirement,
        address=lambda one: reverse("requirement", args=[one.pk]),
        details=_whose_requirements,
        related=("place",),
    )
)
findable(
    Findable(
        code="decision",
        title=gettext_lazy("Decisions"),
        model=Decision,
        visible=_decisions,
        said=_said_by_decision,
        address=lambda one: reverse("meeting", args=[one.meeting_id]),
        details=_who_decided,
        related=("meeting__team",),
    )
)
findable(
    Findable(
        code="commitment",
        title=gettext_lazy("Commitments"),
        model=Commitment,
        visible=visible_commitments,
        said=_said_by_commitment,
        address=lambda one: reverse("commitment", args=[one.pk]),
        details=_who_promised,
        related=("person", "team"),
    )
)
findable(
    Findable(
        code="link",
        title=gettext_lazy("Theories of action"),
        model=TheoryLink,
        visible=_links,
        said=_said_by_link,
        address=lambda one: reverse("theory", args=[one.priority_id]),
        details=_whose_work,
        related=("priority__place",),
    )
)
findable(
    Findable(
        code="cycle",
        title=gettext_lazy("Cycles"),
        model=Cycle,
        visible=_cycles,
        said=_said_by_cycle,
        address=lambda one: reverse("cycle", args=[one.pk]),
        details=_whose_work,
        related=("priority__place",),
    )
)
findable(
    Findable(
        code="meeting",
        title=gettext_lazy("Meetings"),
        model=Meeting,
        visible=_meetings,
        said=_said_by_meeting,
        address=lambda one: reverse("meeting", args=[one.pk]),
        details=_who_met,
        related=("team",),
    )
)
findable(
    Findable(
        code="agenda",
        title=gettext_lazy("On agendas"),
        model=MeetingItem,
        visible=_items,
        said=_said_by_item,
        address=lambda one: reverse("meeting", args=[one.meeting_id]),
        details=_whose_agenda,
        related=("meeting__team",),
    )
)
findable(
    Findable(
        code="measure",
        title=gettext_lazy("How we would know"),
        model=PriorityMeasure,
        visible=_measures,
        said=_said_by_measure,
        address=lambda one: reverse("priority", args=[one.priority_id]),
        details=_whose_work,
        related=("priority__place",),
    )
)
