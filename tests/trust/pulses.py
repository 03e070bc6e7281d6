"""Waves of the pulse in the small world: who is asked, and what they answer."""

from datetime import date

from convergent.people.viewer import viewer_of
from convergent.trust.access import own_pulse_asks
from convergent.trust.actions import answer_pulse, ask_district
from tests.world import hold, make_person

NOVEMBER, FEBRUARY, MAY = date(2026, 11, 1), date(2027, 2, 1), date(2027, 5, 1)
JUNE = date(2027, 6, 3)
CODES = ("wrong", "meant", "between")


def staffed(world, *, at="ash", number=10):
    """So many more teachers at the school."""
    people = [make_person(world.northfield, f"{at.title()} T{one}") for one in range(number)]
    for person in people:
        hold(person, "teacher", world.places[at])
    return people


def asked(world, day):
    return ask_district(world.northfield, day)


def answers(person, day, *agrees):
    """She agrees with these, and with no others."""
    viewer = viewer_of(person, day.replace(day=9))
    said = {code: code in agrees for code in CODES}
    return answer_pulse(own_pulse_asks(viewer).get(), said, by=viewer)


def took(world, day, agreeing, otherwise=()):
    """One wave: whoever agrees with all, and whoever with none."""
    asked(world, day)
    for person in agreeing:
        answers(person, day, *CODES)
    for person in otherwise:
        answers(person, day)
