"""A place's priorities as the words that fill a plan's placeholders."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convergent.learning.words import year_title
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.priorities.models import Priority
from convergent.priorities.presenters.cycles import cycle_lines
from convergent.priorities.presenters.lines import carries, leader_of
from convergent.priorities.presenters.measures import measure_line
from convergent.priorities.presenters.theory import link_words, theory_lines
from convergent.priorities.queries.measured import measured_of
from convergent.priorities.queries.priorities import priorities_at


def values_of(place: Place, *, viewer: Viewer) -> dict[str, str]:
    """What is said once in the whole plan."""
    year = viewer.year_began.year + 1
    return {
        "place": place.name,
        "district": viewer.person.district.name,
        "day": date_format(viewer.today, "DATE_FORMAT"),
        "school_year": year_title(year),
    }


def plan_priorities(place: Place, *, viewer: Viewer) -> list[dict[str, str]]:
    """What is said of each priority, in public words; numbers as everybody may see them."""
    held = list(priorities_at(viewer, place, day=viewer.today))
    year = viewer.year_began.year + 1
    measured = measured_of(held, viewer.snapshot, last_year=year)
    lines = {one.pk: [measure_line(each, one.place) for each in measured[one.pk]] for one in held}
    return [
        _words(one, [f"{line.title}: {line.sentence} {line.aim}" for line in lines[one.pk]], viewer)
        for one in held
    ]


def _words(priority: Priority, measures: list[str], viewer: Viewer) -> dict[str, str]:
    theory = theory_lines(priority, viewer=viewer)
    tries = cycle_lines(priority, viewer=viewer)
    return {
        "statement": priority.statement,
        "why": priority.why,
        "serves": priority.serves,
        "started_from": priority.started_from,
        "carries": carries(priority, day=viewer.today).words,
        "lead": leader_of(priority) or _("nobody yet"),
        "team": priority.team.name if priority.team else "",
        "measures": "\n".join(measures),
        "theory": "\n".join(f"{link_words(line.link)}: {line.standing}" for line in theory),
        "tries": "\n".join(f"{line.cycle.question} ({line.said})" for line in tries),
    }
