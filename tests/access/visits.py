"""Visits in the matrix: a coach's that is out, a principal's that is not, and one in Southport."""

import uuid
from datetime import datetime, time, timedelta

from django.utils import timezone

from convergent import clock
from convergent.people.viewer import viewer_of
from convergent.practice.actions.agreements import Terms, confirm_agreement, write_agreement
from convergent.practice.actions.arriving import keep_arrived, open_arrived
from convergent.practice.actions.obstacles import tell_of_obstacle
from convergent.practice.actions.visits import keep_visit
from convergent.practice.models import AgreedKind, VisitAgreement
from convergent.practice.sending import Sent
from tests.practice.device import Device, as_sent
from tests.world import hold, make_person

NOTED = "SECRET-what-the-coach-noted-in-the-room"
SEALED = "SECRET-what-the-principal-typed-on-a-device"
TOLD = "SECRET-what-the-coach-told-the-teacher"
TERMS = {"group": "teacher", "kinds": ("leader", "supervisor", "coach", "peer")}


def add_visits(scene):
    world, today = scene.world, scene.today
    union = scene.union = make_person(world.northfield, "Una Berg")
    hold(union, "unionRepresentative", world.northfield)
    sides = world.viewer("superintendent"), viewer_of(union, today)
    terms = Terms(**TERMS, starts_on=today, feedback_days=0)
    holds = write_agreement(terms, by=sides[0])
    for side in sides:
        confirm_agreement(holds, by=side)
    VisitAgreement.objects.filter(pk=holds.pk).update(starts_on=today - timedelta(days=9))
    scene.objects["agreement-north"] = write_agreement(terms, by=sides[1])
    taught = make_person(world.southport, "Sara Lund")
    hold(taught, "teacher", world.cove)
    _agree_in_southport(world, taught)
    yesterday = timezone.make_aware(datetime.combine(today - timedelta(days=1), time(10)))
    for name, visitor, teacher, more in (
        ("visit-north", "coach", world.teacher, {"timed": NOTED, "strength": TOLD}),
        ("visit-south", "stranger", taught, {"strength": "Pairs"}),
    ):
        with clock.moved_to(yesterday):
            kept = keep_visit(_sent(teacher, share=True, **more), by=world.viewer(visitor))
        scene.objects[name] = kept.visit
    draft = keep_visit(_sent(world.colleague, strength="Pairs"), by=world.viewer("principal"))
    scene.objects["visit-draft"] = draft.visit

    device = scene.device = Device(world, "principal")
    typed = device.sealed(whom="Tom", strength=SEALED)
    scene.objects["draft-device"] = keep_arrived(open_arrived(typed))

    for name, place, by, owner in (
        ("obstacle-north", "ash", "coach", "case_owner"),
        ("obstacle-south", "cove", "stranger", "stranger"),
    ):
        told = {"what": "broken", "owner": world.people[owner]}
        made = tell_of_obstacle(world.places[place], **told, by=world.viewer(by))
        scene.objects[name] = made


def _agree_in_southport(world, other):
    now = clock.now()
    made = VisitAgreement.objects.create(
        district=world.southport,
        group="teacher",
        starts_on=clock.today() - timedelta(days=9),
        feedback_days=0,
        officer=world.foreign_steward,
        officer_confirmed_at=now,
        union_representative=other,
        union_confirmed_at=now,
    )
    AgreedKind.objects.create(agreement=made, kind="leader")


def _sent(teacher, **more):
    began = clock.now() - timedelta(minutes=9)
    return Sent(id=uuid.uuid4(), teacher=teacher.pk, began_at=began, minutes=9, **more)


def _visit(scene, _name):
    return {
        "id": str(uuid.uuid4()),
        "teacher": str(scene.world.teacher.pk),
        "began_at": timezone.localtime(clock.now()).strftime("%Y-%m-%dT%H:%M:%S%z"),
        "minutes": "5",
        "strength": "They reread",
    }


def _agreement(scene, _name):
    return {
        "group": "coach",
        "starts_on": scene.today.isoformat(),
        "kinds": ["leader"],
        "feedback_days": "1",
        "kept_years": "3",
    }


def _evaluator(scene, name):
    pairs = {"ash": ("teacher", "principal"), "cove": ("stranger", "foreign_steward")}
    person, evaluator = (scene.email(one) for one in pairs[name])
    return {"person": person, "evaluator": evaluator}


VISIT_DATA = {
    "visit_new": _visit,
    "visit_sealed": lambda scene, _: as_sent(scene.device.sealed(strength="They reread")),
    "visit_invite": lambda scene, _: {
        "guest": scene.email("coach"),
        "until": scene.today.isoformat(),
    },
    "visit_agreements": _agreement,
    "evaluators": _evaluator,
    "look_fors": lambda scene, _: {"name": "Arguing", "texts": "They ask why"},
    "visit_feedback": lambda scene, _: {"version": "1", "text": "Pairs talked"},
    "obstacle_tell": lambda scene, name: {
        "what": "books",
        "owner": str(scene.world.people["case_owner" if name == "ash" else "stranger"].pk),
    },
    "obstacle": lambda scene, _: {"answer": "On Monday"},
    "visit_answer": lambda scene, _: {"says": "answer", "text": "Thank you"},
}
