"""Teacher leaders in the matrix: one whose charter holds and is worded anew, two without one."""

from convergent.practice.actions.charters import Chartered, agree_to_charter, write_charter
from tests.world import hold, make_person

HOURS = {"support": 16, "learning": 4, "data": 4, "assessment": 2, "curriculum": 4}
SAID = Chartered("Plans with teachers", "Covers no classes", HOURS)


def add_leaders(scene):
    world = scene.world
    term = scene.objects["role-coach"] = world.term("coach")
    write_charter(term, SAID, by=world.viewer("coach"))
    agree_to_charter(term, by=world.viewer("principal"))
    write_charter(term, SAID, by=world.viewer("principal"))
    scene.objects["role-unsaid"] = world.people["ended"].terms.get()
    south = make_person(world.southport, "Dana Ek")
    scene.objects["role-south"] = hold(south, "dataLead", world.cove)


def _charter(scene, name):
    version = "1" if name.startswith("role-coach") else "0"
    return {"does": "Plans", "does_not": "Covers", "version": version, **HOURS}


LEADER_DATA = {"charter": _charter}
