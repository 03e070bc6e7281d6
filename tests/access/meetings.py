"""Meetings in the matrix: one of the team at Ash, where a colleague is, and one in Southport."""

from datetime import time, timedelta

from convergent import clock
from convergent.priorities.actions.commitments import Promised, commit_to, finish
from convergent.priorities.actions.meeting_notes import write_notes
from convergent.priorities.actions.meetings import add_item, prepare_meeting
from convergent.priorities.actions.minutes import close_meeting
from convergent.priorities.actions.rhythms import Beat, set_rhythm
from convergent.priorities.models import NotesClash
from tests.world import make_place

MINUTES = "SECRET-what-the-meeting-wrote"


def add_meetings(scene):
    world = scene.world
    scene.objects["team-north"] = world.team
    scene.objects["team-south"] = make_place("team", "Reading team", world.cove)
    for name, writer in (("north", "principal"), ("south", "stranger")):
        by, team = world.viewer(writer), scene.objects[f"team-{name}"]
        said = {"purpose": "Plan", "first_on": by.today, "starts_at": time(15), "minutes": 45}
        set_rhythm(team, Beat(**said), by=by)
        over = prepare_meeting(team, by=by)
        scene.objects[f"closed-{name}"] = close_meeting(over, there=[], by=by)
        meeting = prepare_meeting(team, by=by)
        scene.objects[f"meeting-{name}"] = meeting
        scene.objects[f"item-{name}"] = add_item(meeting, title="Cover", by=by)
        promiser = "coach" if name == "north" else "stranger"
        _promises(scene, meeting, by, world.term(promiser), name)
        notes = MINUTES if name == "north" else "What they wrote"
        write_notes(meeting, text=notes, base="", by=by)
        clash = NotesClash(meeting=meeting, stored="A", typed="B", typed_by=by.person)
        clash.met_at = clock.now()
        clash.save()
        scene.objects[f"clash-{name}"] = clash


def _promises(scene, meeting, by, term, name):
    for state in ("open", "done"):
        promised = Promised(what=f"Promise {state}", term=term, due_on=by.today)
        made = commit_to(meeting, promised, by=by)
        scene.objects[f"{state}-{name}"] = finish(made, by=by) if state == "done" else made


def _rhythm(scene, name):
    if name.endswith(":stop"):
        return {"stop": "1"}
    return {
        "version": "1",
        "purpose": "Plan together",
        "first_on": scene.today.isoformat(),
        "every_weeks": "2",
        "starts_at": "08:00",
        "minutes": "30",
    }


def _once(scene, _name):
    return {"day": scene.today.isoformat(), "at": "10:00", "minutes": "30"}


def _change(scene, name):
    if name.endswith(":call-off"):
        return {"call_off": "1"}
    return {**_once(scene, name), "version": "1", "protocol": "data"}


def _decide(scene, name):
    who = "stranger" if name.endswith((":stranger", "south")) else "coach"
    term = scene.world.people[who].terms.on(scene.today).first()
    row = {"what_0": "Bring work", "who_0": str(term.pk), "due_0": _soon(scene)}
    return {"text": "We reread", **row}


def _carry(scene, name):
    if name.endswith(":let-go"):
        return {"let_go": "1", "go-version": "1", "go-reason": "No need"}
    return {"version": "1", "due_on": _soon(scene)}


def _soon(scene):
    return (scene.today + timedelta(days=7)).isoformat()


MEETING_DATA = {
    "rhythm": _rhythm,
    "meeting_once": _once,
    "meeting_change": _change,
    "meeting_notes": lambda scene, _: {"text": "What we said now", "base": ""},
    "meeting_add": lambda scene, _: {"title": "One thing more", "minutes": "5"},
    "meeting_decide": _decide,
    "meeting_close": lambda scene, _: {"version": "1"},
    "commitment": _carry,
}
