"""Teacher leaders in the matrix: one whose charter holds and is worded anew, two without one."""

from convergent.practice.actions.charters import Chartered, agree_to_charter, write_charter
from convergent.practice.actions.weeks import note_interference
from tests.world import hold, make_person

HOURS = {"support": 16, "learning": 4, "data": 4, "assessment": 2, "curriculum": 4}
SAID = Chartered("Plans lessons", "Covers no classes", HOURS)


def add_leaders(scene):
    world = scene.world
    term = scene.objects["role-coach"] = world.term("coach")
    write_charter(term, SAID, by=world.viewer("coach"))
    agree_to_charter(term, by=world.viewer("principal"))
    write_charter(term, SAID, by=world.viewer("principal"))
    scene.objects["role-unsaid"] = world.people["ended"].terms.get()
    south = make_person(world.southport, "Dana Ek")
    scene.objects["role-south"] = hold(south, "dataLead", world.cove)
    why = {"cause": "cover", "minutes": 45, "by": world.viewer("coach")}
    scene.objects["between-north"] = note_interference(world.ash, **why)


def _charter(scene, name):
    version = "1" if name.startswith("role-coach") else "0"
    return {"does": "Plans", "does_not": "Covers", "version": version, **HOURS}


LEADER_DATA = {
    "charter": _charter,
    "interference_note": lambda scene, _: {
        "place": str(scene.world.ash.pk),
        "cause": "tests",
        "minutes": "45",
    },
    "coaching_days": lambda scene, _: {"place": [str(scene.world.ash.pk)] * 5},
    "week_put_right": lambda scene, _: {"work": "data"},
}
