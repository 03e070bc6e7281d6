"""The sets and the reasons of loads agree, and no keeper sees another district's."""

import pytest
from django.utils import timezone

from convergent.facts.snapshot import current_snapshot
from convergent.jobs.models import Job
from convergent.loads.access import (
    visible_loads,
    visible_work,
    why_keep_facts,
    why_load,
    why_work,
)
from convergent.loads.models import Load
from tests.loads.exports import Export

pytestmark = pytest.mark.django_db
EVERYBODY = (
    "superintendent",
    "steward",
    "supervisor",
    "principal",
    "other_principal",
    "assistant",
    "coach",
    "teacher",
    "colleague",
    "unit_head",
    "case_owner",
    "researcher",
    "stranger",
    "foreign_steward",
)
KEEPERS = {"superintendent": "northfield", "steward": "northfield", "foreign_steward": "southport"}


@pytest.fixture
def loads(world):
    """Of each district, and of none; asked for by a person, and by the command."""
    made = {}
    for district in (world.northfield, world.southport, None):
        for asker in (world.steward, world.foreign_steward, None):
            key = f"{district} {asker}"
            job = Job.objects.create(
                kind="load", key=key, asked_by=asker and asker.pk, asked_at=timezone.now()
            )
            made[key] = Load.objects.create(
                job=job,
                district=district,
                asked_by=asker,
                asked_at=timezone.now(),
                origin="page" if asker else "command",
            )
    for name, person in (("ours", world.coach), ("theirs", world.stranger)):
        Job.objects.create(kind="follow", key=name, asked_by=person.pk, asked_at=timezone.now())
    return made


@pytest.mark.parametrize("name", EVERYBODY)
def test_set_of_loads_is_what_the_reasons_allow(world, loads, name):
    viewer = world.viewer(name)
    by_reason = {one.pk for one in loads.values() if why_load(viewer, one) is not None}
    assert set(visible_loads(viewer).values_list("pk", flat=True)) == by_reason
    own = world.places[KEEPERS[name]] if name in KEEPERS else None
    assert {one.district for one in visible_loads(viewer)} == ({own} if own else set())


@pytest.mark.parametrize("name", EVERYBODY)
def test_set_of_work_is_what_the_reasons_allow(world, loads, name):
    viewer = world.viewer(name)
    by_reason = {job.pk for job in Job.objects.all() if why_work(viewer, job) is not None}
    assert set(visible_work(viewer).values_list("pk", flat=True)) == by_reason
    assert bool(by_reason) == (name in KEEPERS)


@pytest.mark.parametrize("name", EVERYBODY)
def test_facts_are_kept_by_the_keepers_of_their_own_district(world, home, loaded, name):
    viewer = world.viewer(name)
    assert (why_keep_facts(viewer, None) is not None) == (name in KEEPERS)
    loaded(Export(district="n"))
    may = why_keep_facts(viewer, current_snapshot(home)) is not None
    assert may == (KEEPERS.get(name) == "northfield")
