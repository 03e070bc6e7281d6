"""Many pictures, drawn in processes of their own, on all cores.

The renderer starts threads that no fork survives, and the demonstration works out its measures in
the process that the web workers are forked from: so it must never be loaded there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from pathlib import Path

from convergent.analysis.children import end_with_parent
from convergent.learning.pictures.drawing import files_of, keep_drawing
from convergent.learning.pictures.shapes import Picture

MOST_PROCESSES = 4  # each takes about 150 megabytes
NICENESS = 10
AHEAD = 2  # batches that wait for each process


def draw_all(batches: Iterable[Sequence[Picture]], home: Path) -> Iterator[set[Path]]:
    """Draws what is missing of each batch, and yields where its drawings are kept or will be."""
    at_once = min(len(os.sched_getaffinity(0)), MOST_PROCESSES)
    executor = ProcessPoolExecutor(at_once, get_context("spawn"), _begin_child)
    running: set[Future[None]] = set()
    try:
        for pictures in batches:
            missing = [one for one in pictures if not _is_drawn(one, home)]
            if missing:
                running.add(executor.submit(_draw, missing, home))
            running = _ended(running, at_most=AHEAD * at_once)
            yield {file for one in pictures for file in files_of(one, home)}
        _ended(running, at_most=0)
    finally:
        executor.shutdown(cancel_futures=True)


def _ended(running: set[Future[None]], *, at_most: int) -> set[Future[None]]:
    """Waits until no more than so many are running; what failed there is raised here."""
    while len(running) > at_most:
        found = wait(running, return_when=FIRST_COMPLETED)
        for one in found.done:
            one.result()
        running = found.not_done
    return running


def _is_drawn(picture: Picture, home: Path) -> bool:
    return all(file.exists() for file in files_of(picture, home))


def _draw(pictures: Sequence[Picture], home: Path) -> None:
    for one in pictures:
        keep_drawing(one, home)


def _begin_child() -> None:
    """A child lets people's pages go first."""
    os.nice(NICENESS)
    end_with_parent()
