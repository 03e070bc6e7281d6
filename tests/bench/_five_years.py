"""Fills the Records of a demonstration with five years of meetings: run in its home folder.

Every team of every school meets every week; rows are copied in bulk, so that pages have as much to
look through as those of a district that has used the product for five years.
"""

import json
import os
import random
import time
from datetime import datetime, timedelta
from datetime import time as time_of_day

import django

ITEMS, COMMITMENTS = 400_000, 100_000
YEARS, BATCH = 5, 5_000
WORDS = (
    "reading fluency talk text question lesson pair quote evidence cover planning time student "
    "work fraction grade writing family attendance coach visit data table goal spring fall"
)


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "convergent.web.settings"
    django.setup()
    from convergent.search.actions import rebuild

    began = time.perf_counter()
    written = fill(random.Random(5))
    filled = time.perf_counter()
    rows = rebuild()
    ended = time.perf_counter()
    told = {
        **written,
        "fill_seconds": round(filled - began, 1),
        "found_rows": rows,
        "reindex_seconds": round(ended - filled, 1),
    }
    print(json.dumps(told))  # noqa: T201


def fill(chance):
    from convergent.priorities.models import Commitment, MeetingItem

    teams = [one for one in with_people() if one[1]]
    weeks = YEARS * 40
    meetings = len(teams) * weeks
    each_items = max(ITEMS - MeetingItem.objects.count(), 0) / meetings
    each_commitments = max(COMMITMENTS - Commitment.objects.count(), 0) / meetings
    for team, terms, priorities in teams:
        write_team(team, terms, priorities, weeks, (each_items, each_commitments), chance)
    return {
        "teams": len(teams),
        "meetings": meetings,
        "items": MeetingItem.objects.count(),
        "commitments": Commitment.objects.count(),
    }


def with_people():
    """Each team of a school with the terms of whoever is on it, and the school's priorities."""
    from convergent.people.models import Place, RoleTerm
    from convergent.priorities.models import Priority

    by_team, by_school = {}, {}
    for term in RoleTerm.objects.filter(role__place__kind="team").select_related("role"):
        by_team.setdefault(term.role.place_id, []).append(term)
    for one in Priority.objects.filter(place__kind="school"):
        by_school.setdefault(one.place_id, []).append(one)
    for team in Place.objects.filter(kind="team", parent__kind="school").order_by("path"):
        yield team, by_team.get(team.pk, []), by_school.get(team.parent_id, [])


def write_team(team, terms, priorities, weeks, each, chance):
    from convergent.priorities.models import Commitment, Decision, Meeting, MeetingItem, Seat

    meetings, seats, items, decisions, commitments = [], [], [], [], []
    for week in range(weeks):
        meeting = past_meeting(team, week)
        meetings.append(meeting)
        seats += [Seat(meeting=meeting, person_id=one.person_id, was_there=True) for one in terms]
        for position in range(as_often(each[0], chance)):
            title = sentence(chance)
            items.append(MeetingItem(meeting=meeting, kind="own", title=title, position=position))
        for _ in range(as_often(each[1], chance)):
            decisions.append(decided(meeting, terms, priorities, chance))
            commitments.append(promised(decisions[-1], terms, chance))
    for kind, rows in (
        (Meeting, meetings),
        (Seat, unique(seats)),
        (MeetingItem, items),
        (Decision, decisions),
        (Commitment, commitments),
    ):
        kind.objects.bulk_create(rows, batch_size=BATCH)


def past_meeting(team, week):
    from django.utils import timezone

    from convergent import clock
    from convergent.priorities.models import Meeting

    day = clock.today() - timedelta(days=9 + week * 9)
    starts_at = datetime.combine(day, time_of_day(14), tzinfo=timezone.get_current_timezone())
    return Meeting(
        team=team, starts_at=starts_at, minutes=45, state="closed", closed_at=starts_at, version=2
    )


def decided(meeting, terms, priorities, chance):
    from convergent.priorities.models import Decision

    return Decision(
        meeting=meeting,
        text=sentence(chance),
        priority=chance.choice(priorities) if priorities else None,
        by_id=chance.choice(terms).person_id,
        made_at=meeting.starts_at,
    )


def promised(decision, terms, chance):
    """Done, but for one in twenty of the last months."""
    from convergent import clock
    from convergent.priorities.models import Commitment

    term, made_on = chance.choice(terms), decision.made_at.date()
    due_on = made_on + timedelta(days=14)
    is_open = due_on > clock.today() - timedelta(days=60) and chance.random() < 0.05
    return Commitment(
        team=decision.meeting.team,
        meeting=decision.meeting,
        decision=decision,
        priority=decision.priority,
        what=sentence(chance)[:300],
        person_id=term.person_id,
        role=term.role,
        made_on=made_on,
        first_due_on=due_on,
        due_on=due_on,
        state="open" if is_open else "done",
        ended_on=None if is_open else due_on,
    )


def sentence(chance):
    return " ".join(chance.choices(WORDS.split(), k=9)).capitalize()


def as_often(each, chance):
    """A whole number that is `each` on average."""
    return int(each) + (chance.random() < each % 1)


def unique(seats):
    return list({(one.meeting_id, one.person_id): one for one in seats}.values())


if __name__ == "__main__":
    main()
