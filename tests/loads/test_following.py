"""People and places follow what serves: asked for once for each switch, whoever made it."""

import pytest
from django.urls import reverse

from convergent.facts.history import roll_back
from convergent.facts.snapshot import current_snapshot
from convergent.jobs.actions import run
from convergent.jobs.models import Job, State
from convergent.loads.actions.following import follow_what_nobody_asked_for
from convergent.loads.actions.loading import Wanted, ask_for_load
from convergent.people.models import Person, Place
from tests.loads.exports import Export

pytestmark = pytest.mark.django_db(transaction=True)


def asked():
    return [job.arguments["snapshot"] for job in Job.objects.filter(kind="follow")]


def test_published_load_asks_for_following(home, loaded):
    load = loaded(Export())
    assert asked() == [load.snapshot]


def test_load_that_changes_nothing_asks_only_after_a_following_in_vain(home, loaded):
    first = loaded(Export())
    loaded(Export())
    assert asked() == [first.snapshot]
    Job.objects.filter(kind="follow").update(
        state=State.FAILED, problem="No.", finished_at="2026-11-21T00:00Z"
    )
    loaded(Export())
    assert asked() == [first.snapshot, first.snapshot]


def test_going_back_is_followed_too(home, loaded):
    first = loaded(Export())
    second = loaded(Export(names={"s01": "Another"}))
    roll_back(home)
    assert asked() == [first.snapshot, second.snapshot, first.snapshot]


def test_worker_asks_where_a_process_died_before_it_could(home, loaded):
    load = loaded(Export())
    Job.objects.filter(kind="follow").delete()
    follow_what_nobody_asked_for()
    follow_what_nobody_asked_for()
    assert asked() == [load.snapshot]


def test_following_what_no_longer_serves_does_nothing(home, loaded):
    loaded(Export())
    loaded(Export(names={"s01": "Another"}))
    first, second = Job.objects.filter(kind="follow")
    assert (run(first.pk).outcome, run(second.pk).outcome["people"]) == ({}, 1)


def test_first_load_becomes_its_districts_own(home, tmp_path):
    load = ask_for_load([Export().write(tmp_path / "e")], wanted=Wanted(), by=None)
    run(load.job.pk)
    run(Job.objects.get(kind="follow").pk)
    load.refresh_from_db()
    assert load.district == Place.objects.get(kind="district", sourced_id="n")


def test_where_records_hold_two_districts_a_commands_load_is_nobodys(home, loaded):
    load = loaded(Export(), by=None)
    run(Job.objects.get(kind="follow").pk)
    load.refresh_from_db()
    assert load.district is None


def test_people_and_places_come_from_what_serves(home, loaded):
    loaded(Export())
    run(Job.objects.get(kind="follow").pk)
    assert Person.objects.filter(sourced_id="t1").count() == 1
    assert Person.objects.filter(sourced_id__startswith="s0").count() == 0
    assert current_snapshot(home) is not None


@pytest.mark.parametrize("key", ["a\x00b", "", "a b", "9" * 5000, "é"])
def test_following_again_for_what_no_page_of_ours_sends_is_not_there(keeper, home, loaded, key):
    loaded(Export())
    assert keeper.post(reverse("follow_again"), {"key": key}).status_code == 404
    assert len(asked()) == 1


def test_following_again_is_asked_for_once_for_each_page_that_was_shown(keeper, home, loaded):
    loaded(Export())
    for _ in range(2):
        assert keeper.post(reverse("follow_again"), {"key": "1795312551"}).status_code == 302
    assert len(asked()) == 2
