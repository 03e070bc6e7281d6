"""An inquiry of the team of Ash, on which the teacher and a colleague are, at each of its steps."""

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
from tests.priorities.meeting import join

QUESTION = "Which of our questions send students back to the text?"
GUESS = "Two of three exit slips will quote a line"
SEEN = News("Of 27 exit slips, 11 quote a line", "", "")


def asked(world, *, by="teacher", team=None, question=QUESTION, **more):
    if not world.team.roles.filter(kind="teamMember").exists():
        join(world, "teacher", "colleague")
    said = Asked(question=question, protocol="data", **more)
    return begin_inquiry(team or world.team, said, by=world.viewer(by))


def looked_at(world, *, by="teacher", **more):
    inquiry = asked(world, by=by, **more)
    look_at(inquiry, SEEN, by=world.viewer(by))
    return inquiry


def trying(world, *, by="teacher", days=28, **more):
    inquiry = looked_at(world, by=by, **more)
    return begin_trying(inquiry, a_try(world, days=days), by=world.viewer(by))


def a_try(world, *, days=28, **more):
    said = {
        "hypothesis": "We take the first answer",
        "change": "Questions with two answers",
        "prediction": GUESS,
        "recheck_on": world.viewer("steward").today + timedelta(days=days),
    }
    return Try(**{**said, **more})


def rechecked(world, *, by="teacher", **more):
    inquiry = trying(world, by=by, **more)
    return recheck(inquiry, result="13 of 27", decision="adapt", by=world.viewer(by))
