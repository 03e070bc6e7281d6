"""What is new in a school's picture is for the school first."""

from datetime import timedelta

from convergent import clock
from convergent.evidence.access import visible_pieces, visible_verdicts
from convergent.evidence.actions.pictures import read_picture
from convergent.evidence.agenda import picture_to_read
from convergent.people.viewer import viewer_of
from tests.evidence.claiming import added, claimed


def _sees(world, name, days=0):
    viewer = viewer_of(world.people[name], clock.today() + timedelta(days=days))
    return visible_verdicts(viewer).exists(), visible_pieces(viewer).exists()


def test_who_works_there_sees_it_at_once_and_the_supervisor_after_a_week(world):
    added(world, claimed(world), "coach")
    for name in ("principal", "teacher", "coach"):
        assert _sees(world, name) == (True, True)
    for name in ("supervisor", "superintendent", "researcher"):
        assert _sees(world, name, days=6) == (False, False)
        assert _sees(world, name, days=7) == (True, True)
    for name in ("other_principal", "stranger", "case_owner"):
        assert _sees(world, name, days=30) == (False, False)


def test_when_the_principal_has_read_it_the_supervisor_sees_it_until_something_is_new(world):
    claim = claimed(world)
    read_picture(world.ash, by=world.viewer("principal"))
    assert _sees(world, "supervisor") == (True, False)
    with clock.moved_to(clock.now() + timedelta(days=2)):
        added(world, claim, "coach", says="against")
        assert _sees(world, "supervisor") == (False, False)
        read_picture(world.ash, by=world.viewer("principal"))
        assert _sees(world, "supervisor") == (True, True)


def test_a_school_that_goes_on_adding_holds_nothing_back(world):
    claim = claimed(world)
    for day, says in enumerate(["for", "against"] * 10):
        with clock.moved_to(clock.now() + timedelta(days=day)):
            added(world, claim, "coach", says=says)
            is_out = 7 <= day < 14
            assert _sees(world, "supervisor") == (is_out, is_out)


def test_today_of_the_principal_says_what_is_new_until_she_has_read_it(world):
    claimed(world)
    claimed(world, "growth")
    said = [one.title for one in picture_to_read(world.viewer("principal"))]
    assert said == ["2 claims in your school’s picture are new"]
    assert list(picture_to_read(world.viewer("teacher"))) == []
    read_picture(world.ash, by=world.viewer("principal"))
    assert list(picture_to_read(world.viewer("principal"))) == []
