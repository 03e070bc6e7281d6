"""Coaching in the matrix: a pair, one that is asked for, one that two named people opened, one that
the coach lost as she evaluates the teacher, and one in Southport."""

from convergent import clock
from convergent.people.viewer import viewer_of
from convergent.practice.actions.coaching import (
    agree_to_coaching,
    ask_for_coaching,
    end_coaching,
)
from convergent.practice.actions.openings import ask_for_opening, hold_threads, open_thread
from convergent.practice.actions.threads import Written, share_piece, write_piece
from convergent.practice.models import Evaluation
from tests.world import hold, make_person

COACHED = "SECRET-what-the-teacher-wrote-to-her-coach"
OPENED = "SECRET-what-two-named-people-opened"


def add_coaching(scene):
    world = scene.world
    teacher, colleague, coach = (world.viewer(one) for one in ("teacher", "colleague", "coach"))
    cycle = scene.objects["cycle-north"] = _paired(teacher, coach)
    said = Written(stage="baseline", text=COACHED)
    piece = scene.objects["piece-north"] = write_piece(cycle, said, by=teacher)
    scene.objects["share-north"] = share_piece(piece, world.colleague, by=teacher)
    learnt = Written(stage="learn", text="Wait")
    scene.objects["piece-coach"] = write_piece(cycle, learnt, by=coach)
    _add_opened(scene, colleague, coach)
    scene.objects["cycle-asked"] = ask_for_coaching(world.coach, by=colleague)
    _add_lost(scene, colleague)
    _add_south(scene)


def _paired(teacher, coach):
    return agree_to_coaching(ask_for_coaching(coach.person, by=teacher), by=coach)


def _add_opened(scene, colleague, coach):
    """And one that is only asked for, of the other pair; and a hold."""
    officer, union = scene.world.viewer("superintendent"), viewer_of(scene.union, scene.today)
    cycle = _paired(colleague, coach)
    write_piece(cycle, Written(stage="baseline", text=OPENED), by=colleague)
    scene.objects["cycle-opened"] = end_coaching(cycle, is_completed=True, by=coach)
    why = {"reason": "A court asks", "days": 3, "by": union}
    opening = ask_for_opening(colleague.person, coach.person, **why)
    scene.objects["opening-open"] = open_thread(opening, by=officer)
    asked = ask_for_opening(scene.world.teacher, coach.person, **why)
    scene.objects["opening-asked"] = asked
    scene.objects["hold-north"] = hold_threads(colleague.person, reason="A court", by=officer)


def _add_lost(scene, colleague):
    """Its coach coaches where it runs, and evaluates the teacher since today."""
    world = scene.world
    hold(world.colleague, "teacher", world.birch)
    both = viewer_of(world.colleague, scene.today)
    scene.objects["cycle-lost"] = _paired(both, world.viewer("predecessor"))
    Evaluation.objects.create(
        evaluator=world.predecessor, evaluated=world.colleague, starts_on=clock.today()
    )
    world.colleague.terms.filter(role__place=world.birch).delete()


def _add_south(scene):
    world = scene.world
    taught, coach = (make_person(world.southport, name) for name in ("Sia Holm", "Sol Ek"))
    hold(taught, "teacher", world.cove)
    hold(coach, "coach", world.cove)
    pair = [viewer_of(one, scene.today) for one in (taught, coach)]
    cycle = scene.objects["cycle-south"] = _paired(*pair)
    said = Written(stage="baseline", text="Theirs")
    scene.objects["piece-south"] = write_piece(cycle, said, by=pair[0])


def _piece(scene, name):
    if name.endswith(":share"):
        return {"person": scene.email("case_owner")}
    if name.endswith(":away"):
        return {"take_away": "1"}
    return {"stage": "try", "text": "Wait five seconds", "version": "1"}


def _ask(scene, _name):
    return {"person": str(scene.world.people["ended"].pk), "every_weeks": "2"}


COACHING_DATA = {
    "coaching_ask": _ask,
    "coaching_search": lambda scene, _: {"words": "nothing of it"},
    "coaching_openings": lambda scene, _: {
        "teacher": scene.email("teacher"),
        "coach": scene.email("coach"),
        "reason": "A court asks",
        "days": "3",
    },
    "coaching_opening": lambda scene, name: {"close": "1"} if name == "opening-open" else {},
    "coaching_hold": lambda scene, _: {"teacher": scene.email("teacher"), "reason": "A court"},
    "coaching_piece": _piece,
    "coaching_answer": lambda scene, name: {} if name.endswith(":no") else {"agree": "1"},
    "coaching_write": lambda scene, _: {"stage": "try", "text": "Wait five seconds"},
    "coaching_met": lambda scene, _: {
        "day": scene.today.isoformat(),
        "minutes": "40",
        "kind": "planning",
    },
    "coaching_end": lambda scene, _: {"completed": "1"},
}
