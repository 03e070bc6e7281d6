"""Supervisor and principal in the matrix: a contact at Ash, one to come, and one in Southport."""

from datetime import timedelta

from convergent.people.viewer import viewer_of
from convergent.support.actions.contacts import Told, keep_contact, plan_contact
from tests.world import hold, make_person

SUPPORTED = "SECRET-what-the-supervisor-wrote-of-the-visit"


def add_support(scene):
    world, today = scene.world, scene.today
    south = make_person(world.southport, "Sigrid Holm")
    hold(south, "principalSupervisor", world.bay)
    told = Told(day=today, minutes=45, kinds=("joint",), words=SUPPORTED)
    uma = world.viewer("supervisor")
    scene.objects["contact-north"] = keep_contact(world.ash, told, by=uma)
    to_come = today + timedelta(days=3)
    scene.objects["contact-planned"] = plan_contact(world.ash, day=to_come, by=uma)
    theirs = viewer_of(south, today)
    scene.objects["contact-south"] = keep_contact(
        world.cove, Told(day=today, minutes=30, kinds=("tools",)), by=theirs
    )


def _told(scene, _name):
    return {
        "version": "1",
        "day": scene.today.isoformat(),
        "minutes": "30",
        "kinds": ["tools"],
        "words": "We read the plan",
    }


SUPPORT_DATA = {
    "support_plan": lambda scene, _: {"a_month": "3", "reason": "A new principal"},
    "support_next": lambda scene, _: {"day": scene.today.isoformat()},
    "support_write": _told,
    "contact_write": _told,
    "contact_off": lambda scene, _: {"diverted_by": "central"},
}
