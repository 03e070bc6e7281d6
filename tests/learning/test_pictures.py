"""Pictures: drawn once, in the page's colours, and never where a fork would freeze."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from convergent.learning.pictures import drawing
from convergent.learning.pictures.drawing import (
    BeingDrawn,
    drawing_of,
    files_of,
    forget_others,
    keep_drawing,
    picture_folder,
)
from convergent.learning.pictures.shapes import Axis, DotRow, Dots, Panel, Strip, YearPoint
from convergent.learning.presenters.numbers import axis_around

pytestmark = pytest.mark.without_records

AXIS = Axis(low=20, high=80, ticks=(20, 40, 60, 80), reference=50, reference_words="typical")
DOTS = Dots(
    (
        DotRow(label="6th <b>grade", value=41, low=36, high=46, words="41", stands_out=True),
        DotRow(label="7th grade", withheld="too few"),
    ),
    AXIS,
)
PANEL = Panel((YearPoint(year="’25", value=50, words="50"), YearPoint(year="’26")), AXIS)
STRIP = Strip(52, (40, 44, 61), AXIS)


@pytest.mark.parametrize("picture", [DOTS, PANEL, STRIP])
def test_drawing_takes_its_colours_from_the_page_and_breaks_no_policy(picture, tmp_path):
    svg = drawing_of(picture, tmp_path).wide
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg))
    assert {one for one in colours if not one.startswith("var(--")} <= {"none"}
    assert re.findall(r"style=|<style|<script|\son\w+=|role=|aria-", svg) == []


def test_words_in_a_drawing_are_escaped(tmp_path):
    found = drawing_of(DOTS, tmp_path)
    assert ("<b>" in found.wide, "&lt;b&gt;" in found.wide) == (False, True)


UNPRINTABLE = r"""
import sys
from pathlib import Path
from convergent.learning.pictures.drawing import drawing_of
from convergent.learning.pictures.shapes import Axis, DotRow, Dots
label = "6th\x00\x0b\x1b\ud800\ufffe\uffff grade"
rows = (DotRow(label=label, value=41.0, words=label), DotRow(label="7th", withheld=label))
axis = Axis(low=20, high=80, ticks=(20, 80), reference=50, reference_words=label)
print(drawing_of(Dots(rows, axis), Path(sys.argv[1])).wide.count("6th grade"))
"""


def test_letters_that_no_picture_can_hold_are_left_out(tmp_path):
    """The renderer ends the whole process on some of them, so another one tries."""
    command = [sys.executable, "-c", UNPRINTABLE, str(tmp_path)]
    own = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(command, env=own, check=True, capture_output=True, text=True).stdout
    assert int(told) >= 3


def test_picture_asked_for_is_drawn_once_and_written_nowhere(tmp_path):
    drawing.remembered.cache_clear()
    first, second = drawing_of(PANEL, tmp_path), drawing_of(PANEL, tmp_path)
    assert (first, drawing.remembered.cache_info().misses) == (second, 1)
    assert list(tmp_path.iterdir()) == []


def test_picture_that_waits_too_long_for_others_is_said_to_be_being_drawn(tmp_path, monkeypatch):
    monkeypatch.setattr(drawing, "PATIENCE", 0.01)
    drawing.remembered.cache_clear()
    with drawing._drawing, pytest.raises(BeingDrawn):
        drawing_of(PANEL, tmp_path)
    assert drawing_of(PANEL, tmp_path).wide.startswith("<svg")


def test_drawing_is_for_the_own_account_alone(tmp_path):
    before = os.umask(0o022)
    try:
        keep_drawing(STRIP, tmp_path)
    finally:
        os.umask(before)
    modes = {one.stat().st_mode & 0o077 for one in picture_folder(tmp_path).rglob("*")}
    assert modes | {picture_folder(tmp_path).stat().st_mode & 0o077} == {0}


def test_same_picture_kept_by_many_at_once_is_whole(tmp_path):
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _at: keep_drawing(STRIP, tmp_path), range(40)))
    (file,) = picture_folder(tmp_path).glob("*/*")
    assert file.read_text(encoding="utf-8").endswith("</svg>")


def test_dots_are_drawn_for_a_desk_and_for_a_phone_and_what_has_no_words_once(tmp_path):
    found = drawing_of(DOTS, tmp_path)
    assert found.narrow not in {None, found.wide}
    assert drawing_of(STRIP, tmp_path).narrow is None


def test_share_told_by_its_end_is_drawn_as_all_that_it_leaves_open(tmp_path):
    open_ends = YearPoint(year="’26", low=20, high=35, words="<35%")
    svg = drawing_of(Panel((YearPoint(year="’25"), open_ends), AXIS), tmp_path).wide
    assert svg.count("&lt;35%") == 1
    assert svg.count('opacity="0.55"') == 1


def test_kept_drawing_is_read_and_not_drawn_again(tmp_path):
    keep_drawing(STRIP, tmp_path)
    (kept,) = files_of(STRIP, tmp_path)
    kept.write_text("as it was kept")
    assert drawing_of(STRIP, tmp_path).wide == "as it was kept"


def test_other_values_are_another_drawing(tmp_path):
    assert files_of(STRIP, tmp_path) != files_of(Strip(53, (40, 44, 61), AXIS), tmp_path)


def test_what_nobody_shows_is_forgotten(tmp_path):
    keep_drawing(STRIP, tmp_path)
    keep_drawing(PANEL, tmp_path)
    assert forget_others(tmp_path, keep=set(files_of(PANEL, tmp_path))) == 1
    assert list(picture_folder(tmp_path).glob("*/*.svg")) == files_of(PANEL, tmp_path)


DRAWN_AHEAD = """
import sys
from pathlib import Path
from convergent.learning.pictures.beforehand import draw_all
from convergent.learning.pictures.shapes import Axis, Strip
strip = Strip(52, (40, 44), Axis(low=20, high=80, ticks=()))
if __name__ == "__main__":
    files = set().union(*draw_all([[strip]], Path(sys.argv[1])))
    print(all(file.exists() for file in files), "vl_convert" in sys.modules)
"""


def test_drawing_beforehand_never_loads_the_renderer_into_its_own_process(tmp_path):
    """Web workers are forked from the process that builds the demonstration."""
    program = tmp_path / "ahead.py"
    program.write_text(DRAWN_AHEAD)
    command = [sys.executable, str(program), str(tmp_path)]
    own = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(command, env=own, check=True, capture_output=True, text=True).stdout
    assert told.split() == ["True", "False"]


AXES = [
    ([36, 46, 50], "percentile", (20, 70)),
    ([97, 99], "percentile", (70, 100)),
    ([52, 58], "share", (45, 65)),
    ([-22.0, 3.0], "points", (-30, 10)),
    ([0.41, 0.45], "standard deviations", (0.2, 0.7)),
    ([], "share", (0, 10)),
]


@pytest.mark.parametrize(("amounts", "unit", "ends"), AXES)
def test_axis_holds_what_is_on_it_and_few_ticks(amounts, unit, ends):
    axis = axis_around(amounts, unit)
    assert all(axis.low <= at <= axis.high for at in amounts)
    assert 2 <= len(axis.ticks) <= 8
    assert (axis.ticks[0], axis.ticks[-1]) == (axis.low, axis.high)
