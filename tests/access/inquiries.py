"""Inquiries in the matrix: of the team at Ash at each step, and of one in Southport."""

from datetime import timedelta

from convergent.practice.actions.inquiries import (
    Asked,
    Try,
    begin_inquiry,
    begin_trying,
    look_at,
    recheck,
)
from convergent.priorities.queries.news import News

WONDERED = "SECRET-what-the-team-thinks-of-its-teaching"


def add_inquiries(scene):
    for side, writer in (("north", "principal"), ("south", "stranger")):
        by, team = scene.world.viewer(writer), scene.objects[f"team-{side}"]
        for step in ("open", "tried", "done"):
            thought = WONDERED if side == "north" else "Pairs"
            scene.objects[f"inquiry-{step}-{side}"] = _inquiry(team, step, thought, by)
        looked = scene.objects[f"inquiry-open-{side}"].evidence.get()
        scene.objects[f"looked-{side}"] = looked


def _inquiry(team, step, thought, by):
    asked = Asked(question="Pairs quote?", protocol="data")
    inquiry = begin_inquiry(team, asked, by=by)
    look_at(inquiry, News("11 quote", "", ""), by=by)
    if step == "open":
        return inquiry
    day = by.today + timedelta(days=9)
    tried = Try(hypothesis=thought, change="Pairs", prediction="More", recheck_on=day)
    inquiry = begin_trying(inquiry, tried, by=by)
    return recheck(inquiry, result="Some", decision="adapt", by=by) if step == "done" else inquiry


def _question(scene, _name):
    return {"version": "1", "question": "What do they read?", "protocol": "data"}


def _try(scene, _name):
    return {
        "version": "1",
        "hypothesis": "We take the first answer",
        "change": "Pairs first",
        "prediction": "More will quote",
        "recheck_on": (scene.today + timedelta(days=9)).isoformat(),
    }


INQUIRY_DATA = {
    "inquiry_begin": _question,
    "inquiry_change": _question,
    "inquiry_look": lambda scene, _: {"own": "14 of 27 quote"},
    "inquiry_try": _try,
    "inquiry_recheck": lambda scene, _: {"version": "2", "result": "14", "decision": "adopt"},
}
