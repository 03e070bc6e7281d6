"""One visit in each trouble; `./dev bench torture-offline` has two thousand."""

import random

import pytest

from tests.journeys.server import build
from tests.once import copy_of_one_built_once
from tests.torture.offline import TROUBLES, tortured

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_whatever_happens_each_visit_is_stored_once(tmp_path_factory, playwright):
    home = copy_of_one_built_once(tmp_path_factory, "product", build)
    folder = tmp_path_factory.mktemp("tortured")
    each = [(trouble, 1) for trouble in TROUBLES]
    told = tortured(playwright, folder, home, troubles=each, chance=random.Random(1))
    assert (told["lost"], told["stored_twice"], told["left_on_the_device"]) == ([], [], [])
    assert told["stored_once"] == told["typed"] == len(TROUBLES) + 1  # two windows, two texts
