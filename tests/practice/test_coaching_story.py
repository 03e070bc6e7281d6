"""One cycle over five weeks, by the pages people open: asked for, lived, shared, lost, kept."""

from datetime import timedelta

import pytest
from django.test import Client

from convergent import clock
from convergent.people.viewer import viewer_today
from convergent.practice.actions.agreements import name_evaluator
from tests.practice.pairs import SAID, told_of
from tests.world import enter, hold

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture
def house(world, enters):
    """A function from a name to what that person's browser shows at an address."""
    told_of(world)
    clients = {}

    def client(name):
        if name not in clients:
            enters(name)  # a second step, where her role asks for one
            clients[name] = enter(Client(), world.account(name))
        return clients[name]

    return client


def post(client, address, **data):
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer.headers["Location"]


def shows(client, address, words):
    answer = client.get(address)
    return answer.status_code == 200 and words in answer.content.decode()


def test_five_weeks_of_coaching(world, house):
    teacher, coach, principal = (house(one) for one in ("teacher", "coach", "principal"))
    assert shows(teacher, "/coaching/ask/", "Not what about")
    cycle = post(teacher, "/coaching/ask/", person=world.coach.pk, every_weeks="1")
    assert shows(coach, "/today/", "Tom Ngata asks you for coaching")
    assert shows(coach, cycle, "Una Berg")  # who could open it, before anything is typed
    post(coach, f"{cycle}answer/", agree="1")
    post(teacher, f"{cycle}write/", stage="goal", text=SAID)
    for week in range(5):
        with clock.moved_to(clock.now() + week * WEEK):
            day = clock.today().isoformat()
            post(coach, f"{cycle}met/", day=day, minutes="30", kind="watching")
    with clock.moved_to(clock.now() + 5 * WEEK):
        assert shows(coach, cycle, SAID)
        assert shows(principal, "/coaching/participation/", "5 times, 2 hours 30 minutes")
        assert not shows(principal, "/coaching/participation/", "canary")
        _share_with_a_colleague(world, house, cycle)
        _try_every_door(world, house, cycle)
        _the_coach_becomes_the_evaluator(world, house, cycle)
        _she_reads_her_log(house, cycle)


def _share_with_a_colleague(world, house, cycle):
    teacher, colleague = house("teacher"), house("colleague")
    (piece,) = {
        one for one in teacher.get(cycle).content.decode().split('"') if "/coaching/pieces/" in one
    }
    post(teacher, piece, person=world.colleague.email)
    assert shows(colleague, "/coaching/", "Tom Ngata")
    page = colleague.get("/coaching/").content.decode()
    (shared,) = {one for one in page.split('"') if "/coaching/shared/" in one}
    assert shows(colleague, shared, SAID)
    assert colleague.get(cycle).status_code == 404
    post(teacher, f"{shared}back/")
    assert colleague.get(shared).status_code == 404


def _try_every_door(world, house, cycle):
    """An administrator, the superintendent, the supervisor and a second coach."""
    hold(world.people["researcher"], "coach", world.ash)
    doors = ("", "write/", "answer/", "met/", "pause/", "end/")
    for name in ("principal", "assistant", "supervisor", "superintendent", "steward", "researcher"):
        assert house(name).get(cycle).status_code == 404
        assert {house(name).post(f"{cycle}{door}").status_code for door in doors[1:]} == {404}
        for page in ("/today/", "/coaching/", "/search/?q=canary", "/find/?q=canary", "/looked/"):
            assert not shows(house(name), page, "talk too much")


def _the_coach_becomes_the_evaluator(world, house, cycle):
    by = viewer_today(world.principal)
    name_evaluator(world.ash, world.teacher, world.coach, by=by)
    assert house("coach").get(cycle).status_code == 404
    assert not shows(house("coach"), "/coaching/", "Tom Ngata")
    assert shows(house("teacher"), cycle, "it is closed to Carla Duarte")
    assert shows(house("teacher"), cycle, SAID)


def _she_reads_her_log(house, cycle):
    assert shows(house("teacher"), "/looked/", "read what you and your coach wrote")
    assert shows(house("teacher"), "/looked/", "read what you shared from your coaching")
    assert shows(house("teacher"), cycle, "coaches at the school")
