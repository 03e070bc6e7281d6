"""A week laid out: nothing is overfull, nothing is elsewhere, and what comes first has its room."""

from hypothesis import given
from hypothesis import strategies as st

from convergent.analysis.weeks import Room, Wanted, laid_out

PLACES, MINUTES = st.sampled_from("ab"), st.integers(1, 90)
ROOMS = st.lists(st.builds(Room, PLACES, st.integers(0, 120)), max_size=5)
WORK = st.lists(st.builds(Wanted, PLACES, MINUTES), max_size=12)


@given(WORK, ROOMS)
def test_no_day_is_overfull_and_nothing_is_elsewhere(wanted, rooms):
    found = laid_out(wanted, rooms)
    assert len(found) == len(wanted)
    for at, room in enumerate(rooms):
        here = [one for one, where in zip(wanted, found, strict=True) if where == at]
        assert sum(one.minutes for one in here) <= room.minutes
        assert {one.place for one in here} <= {room.place}


@given(WORK, ROOMS, st.builds(Wanted, PLACES, MINUTES))
def test_what_comes_last_pushes_nothing_out(wanted, rooms, last):
    assert laid_out([*wanted, last], rooms)[:-1] == laid_out(wanted, rooms)


@given(WORK, ROOMS)
def test_what_found_no_room_fits_nowhere(wanted, rooms):
    found = laid_out(wanted, rooms)
    left = [
        room.minutes
        - sum(one.minutes for one, where in zip(wanted, found, strict=True) if where == at)
        for at, room in enumerate(rooms)
    ]
    for one, where in zip(wanted, found, strict=True):
        if where is None:
            fits = [
                room.place == one.place and left[at] >= one.minutes for at, room in enumerate(rooms)
            ]
            assert not any(fits)
