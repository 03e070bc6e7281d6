"""What the demonstration's people work on: two years of priorities, demands, theories and tries.

The cast acts through the same actions as on the pages; the other schools are written in bulk, and
what they found agrees with what is true of them (`truths.json`).
"""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path

from convergent.demo.working_on.cast import tell_of_the_cast
from convergent.demo.working_on.claims import claim
from convergent.demo.working_on.coaching import coach_teachers
from convergent.demo.working_on.demands import ask
from convergent.demo.working_on.inquiries import inquire
from convergent.demo.working_on.pulse import take_the_pulse
from convergent.demo.working_on.schools import tell_of_the_schools
from convergent.demo.working_on.support import support_principals
from convergent.demo.working_on.teacher_leaders import agree_on_roles, live_weeks
from convergent.demo.working_on.teams import meet
from convergent.demo.working_on.visits import go_into_classrooms, unreached_people
from convergent.demo.years import Calendar
from convergent.people.models import Place


def work(district: Place, *, lincoln: Place, exports: Path, seed: int, today: date) -> None:
    """Gives the district its priorities and all that hangs on them."""
    chance = random.Random(f"work {seed}")
    calendar = Calendar(today)
    truths = _truths(exports)
    story = tell_of_the_cast(district, lincoln, calendar, truths[lincoln.sourced_id])
    others = Place.objects.filter(district=district, kind="school", closed_on=None)
    schools = others.exclude(pk=lincoln.pk).select_related("parent")
    told = tell_of_the_schools(list(schools), story, truths, calendar=calendar, chance=chance)
    ask(district, story, told, today=today, chance=chance)
    everywhere = [lincoln, *schools]
    take_the_pulse(everywhere, truths, today=today, chance=random.Random(f"pulse {seed}"))
    meet(everywhere, truths, calendar=calendar, chance=random.Random(f"meet {seed}"))
    go_into_classrooms(
        district,
        lincoln,
        story.lincoln,
        truths[lincoln.sourced_id],
        calendar=calendar,
        chance=random.Random(f"visit {seed}"),
    )
    coach_teachers(
        lincoln,
        unreached_people(truths[lincoln.sourced_id]),
        calendar=calendar,
        chance=random.Random(f"coach {seed}"),
    )
    agree_on_roles(everywhere, calendar=calendar, chance=random.Random(f"roles {seed}"))
    live_weeks(lincoln, calendar=calendar, chance=random.Random(f"weeks {seed}"))
    inquire(lincoln, story.lincoln, today=today)
    support_principals(
        everywhere, truths, calendar=calendar, chance=random.Random(f"support {seed}")
    )
    claim(district, lincoln, calendar=calendar)


def _truths(exports: Path) -> dict[str, dict[str, object]]:
    """What is true of each school, by its id in the exports."""
    whole = json.loads((exports / "truths.json").read_text(encoding="utf-8"))
    return {school["school"]: school for school in whole["schools"]}
