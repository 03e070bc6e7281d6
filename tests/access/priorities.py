"""Priorities in the matrix: one for each kind of place, with a team, a lead and a working note."""

from convergent.priorities.actions.cycles import Plan, begin_cycle
from convergent.priorities.actions.measures import add_measure
from convergent.priorities.actions.notes import write_note
from convergent.priorities.actions.priorities import Said, begin_priority, end_priority
from convergent.priorities.actions.requirements import (
    Demand,
    WhatIsDue,
    withdraw_requirement,
    write_requirement,
)
from convergent.priorities.actions.theory import Clause, add_link
from convergent.priorities.queries.measured import Slice
from tests.world import hold

NOTE = "SECRET-what-the-team-doubts"
CYCLE = {
    "question": "Question one?",
    "idea": "Pairs",
    "prediction": "Guess",
    "measured": "Pairs",
    "weeks": 4,
}
HELD = (
    # the place, who writes its priorities, who leads it
    ("northfield", "superintendent", "superintendent"),
    ("hill", "supervisor", ""),
    ("ash", "principal", "coach"),
    ("birch", "other_principal", "other_principal"),
    ("team", "principal", ""),
    ("cove", "stranger", "stranger"),
)


def add_priorities(scene):
    world = scene.world
    hold(world.colleague, "teamMember", world.team)
    for place, writer, lead in HELD:
        said = Said(
            statement=f"Priority {place}",
            is_own=place != "northfield",
            lead=world.term(lead) if lead else None,
            team=world.team if place == "ash" else None,
        )
        scene.objects[f"priority-{place}"] = begin_priority(
            world.places[place], said, by=world.viewer(writer)
        )
    for place, writer in (("ash", "principal"), ("cove", "stranger")):
        scene.objects[f"measure-{place}"] = add_measure(
            scene.objects[f"priority-{place}"],
            Slice("chronic_absence"),
            baseline_year=2025,
            aim=20,
            aim_year=2028,
            reason="Loaded anyway",
            by=world.viewer(writer),
        )
    by = world.viewer("principal")
    over = begin_priority(world.ash, Said(statement="Priority ended", is_own=True), by=by)
    scene.objects["priority-ended"] = end_priority(over, reason="Done", by=by)
    write_note(scene.objects["priority-ash"], text=NOTE, by=world.viewer("coach"))
    _add_requirements(scene)
    for place, writer in (("ash", "coach"), ("cove", "stranger")):
        _add_work(scene, place, by=world.viewer(writer))


def _add_work(scene, place, *, by):
    """Two links, the second of which can be moved, and a cycle that runs."""
    priority = scene.objects[f"priority-{place}"]
    for says in ("plan", "visit"):
        link = add_link(priority, Clause(if_we=says, then_they="teachers plan"), by=by)
    scene.objects[f"link-{place}"] = link
    plan = Plan(**CYCLE, link=link)
    scene.objects[f"cycle-{place}"] = begin_cycle(priority, plan, by=by)


def _add_requirements(scene):
    world = scene.world
    for place, writer in (("northfield", "steward"), ("ash", "principal"), ("cove", "stranger")):
        demand = Demand(
            source="state",
            asked_by="State",
            title=f"Demand {place}",
            of_each_school=place == "northfield",
            dues=(WhatIsDue(scene.today, "Plan"),),
        )
        asked = write_requirement(world.places[place], demand, by=world.viewer(writer))
        scene.objects[f"required-{place}"] = asked
        scene.objects[f"due-{place}"] = asked.dues.get()
    demand = Demand(source="audit", asked_by="State", title="Demand withdrawn")
    over = write_requirement(world.ash, demand, by=world.viewer("principal"))
    withdraw_requirement(over, by=world.viewer("principal"))
    scene.objects["required-withdrawn"] = over


def thing_at_place(scene, name):
    """The ids of an address with two: “required-ash@birch” is that requirement at Birch."""
    thing, _, place = name.partition("@")
    return [scene.objects[thing].pk, scene.world.places[place].pk]


def _said(scene, name):
    place, _, odd = name.removeprefix("priority-").partition(":")
    lead = str(scene.world.term("stranger").pk) if odd == "stranger" else ""
    aligned = str(scene.objects["priority-cove"].pk) if odd == "abroad" else "own"
    return {
        "statement": "We listen to each other read",
        "aligned": "" if place == "northfield" else aligned,
        "lead": lead,
        "reason": "" if odd == "no-reason" else "Because of what we saw",
    }


def _measure(_scene, name):
    return {
        "what": "0",
        "grade": "",
        "group": "all",
        "baseline_year": "2026",
        "aim": "55",
        "aim_year": "2028",
        "reason": "" if name.endswith(":no-reason") else "Loaded anyway",
    }


def _demand(scene, name):
    if name.endswith(":withdraw"):
        return {"withdraw": "1"}
    return {
        "title": "Attendance plan",
        "source": "state",
        "asked_by": "State",
        "of_each_school": "on",
        "day_0": scene.today.isoformat(),
    }


def _meets(scene, name):
    place = "birch" if name.endswith(":beside") else name.partition("@")[2]
    priority = scene.objects.get(f"priority-{place}")
    return {"priority": str(priority.pk) if priority else "", "how": "As we do anyway"}


PRIORITY_DATA = {
    "plan_take": lambda scene, _: {"goals": "1", "take_0": "on", "statement_0": "We sing"},
    "theory": lambda scene, _: {"if_we": "read aloud", "then_they": "they listen"},
    "link_change": lambda scene, _: {"if_we": "sing", "then_they": "they do", "reason": "Better"},
    "link_take_out": lambda scene, _: {"reason": "It never happened"},
    "link_move": lambda scene, _: {"up": "1"},
    "link_evidence": lambda scene, _: {
        "speaks": "against",
        "what": "Nobody did",
        "seen_on": scene.today.isoformat(),
    },
    "cycle_begin": lambda scene, _: dict(CYCLE),
    "cycle_change": lambda scene, _: {**CYCLE, "question": "Question two?"},
    "cycle": lambda scene, _: {"day": scene.today.isoformat(), "value": "4"},
    "cycle_decide": lambda scene, _: {"decision": "abandon", "result": "No time"},
    "requirement_write": _demand,
    "requirement_change": _demand,
    "requirement_meet": _meets,
    "priority_begin": _said,
    "priority_change": _said,
    "priority_end": lambda scene, _: {"reason": "We know it by heart"},
    "priority_notes": lambda scene, _: {"text": "What we tried today"},
    "measure_add": _measure,
    "measure_aim": lambda scene, name: _measure(scene, name) | {"aim": "30"},
    "measure_off": _measure,
}
