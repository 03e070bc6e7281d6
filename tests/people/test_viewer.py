"""What a viewer's rules find is read once for each request, and never kept for the next."""

from convergent.people.access.directory import visible_places
from convergent.people.viewer import asked_once
from tests.world import make_place

ids_of_places = asked_once(visible_places)


def test_ids_of_a_rule_are_read_once(world, django_assert_num_queries):
    viewer = world.viewer("coach")
    with django_assert_num_queries(1):
        assert ids_of_places(viewer) == ids_of_places(viewer)
    assert set(ids_of_places(viewer)) == set(visible_places(viewer).values_list("pk", flat=True))


def test_next_request_reads_them_anew(world):
    before = ids_of_places(world.viewer("coach"))
    new = make_place("school", "Elm Elementary", world.northfield)
    assert set(ids_of_places(world.viewer("coach"))) == {*before, new.pk}


def test_two_rules_and_two_viewers_are_kept_apart(world):
    districts = asked_once(visible_places, "district")
    coach, stranger = world.viewer("coach"), world.viewer("stranger")
    assert set(districts(coach)) == {None, world.northfield.pk}
    assert not {*ids_of_places(coach)} & {*ids_of_places(stranger)}
