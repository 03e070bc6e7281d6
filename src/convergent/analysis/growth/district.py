"""Growth of a whole district: each subject, year and progression is a task of its own."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import Protocol

import numpy as np

from convergent.analysis.children import end_with_parent
from convergent.analysis.growth.cohort import Cohort, Outcome, Rules
from convergent.analysis.growth.fitting import fit, score_by
from convergent.analysis.growth.matrices import Matrix, Norms
from convergent.analysis.growth.results import Results, Task
from convergent.analysis.growth.splines import Integers, SmallIntegers

Progress = Callable[[str, int, int], None]
_LOOKS = 0.2
"""Seconds after which progress is told again, so that it can stop the work."""


class Keeping(Protocol):
    """Outcomes of earlier runs, by the key of what they were computed from."""

    def found(self, key: str) -> Outcome | None: ...

    def keep(self, key: str, outcome: Outcome) -> None: ...


def _silent(_step: str, _done: int, _total: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True)
class Growth:
    """Growth of one task: a row for each student who has a percentile.

    Parameters
    ----------
    task
        Which subject, year and progression.
    rows
        Positions of the students' current results in `Results`.
    percentiles
        1 to 99.
    priors
        How many prior scores each rests on.
    low, high
        The percentile's interval; nought where the standard error of measurement is not known.
    matrices
        The models, that of one prior first.
    refusal
        A sentence that says why nobody has a percentile, or nothing.
    notices
        Sentences about what the reader of the numbers should know.
    without_priors
        How many have a current score and none of the grade and year before.
    """

    task: Task
    rows: Integers
    percentiles: SmallIntegers
    priors: SmallIntegers
    low: SmallIntegers
    high: SmallIntegers
    matrices: tuple[Matrix, ...]
    refusal: str
    notices: tuple[str, ...]
    without_priors: int


# Long by its reference: what it does is eight lines.
def growth_of_district(
    results: Results,
    tasks: Sequence[Task] | None = None,
    *,
    rules: Rules | None = None,
    norms: Norms | None = None,
    keeping: Keeping | None = None,
    processes: int | None = None,
    progress: Progress = _silent,
) -> Iterator[Growth]:
    """The growth of each task, in the order in which they are done.

    Parameters
    ----------
    results
        Results in long form, of as many years as are wanted as priors.
    tasks
        Which; without them every one: `results.tasks()`.
    rules
        The minimum cohort and the share of intervals.
    norms
        Matrices of a baseline or a state to score by; without them each cohort is its own norm.
    keeping
        Where outcomes are kept under a key of all that they depend on, so that those of earlier
        years cost nothing again. Outcomes by norms are cheap, and not kept.
    processes
        How many at once; without it as many as there are cores. With 1 it is this process.
    progress
        Is told the step, the tasks done and the tasks in all, five times a second and more. What
        it raises ends the work and is passed on, which is how to cancel.

    Yields
    ------
    Growth
        Of every task, refused ones too.

    Notes
    -----
    Processes are started anew, so a script that asks for more than one keeps what it does under
    ``if __name__ == "__main__":``.

    Examples
    --------
    >>> chance = np.random.default_rng(1)
    >>> before = chance.normal(500, 50, 400).round()
    >>> after = (before + chance.normal(20, 30, 400)).round()
    >>> results = Results(
    ...     students=np.tile(np.arange(400), 2),
    ...     subjects=np.zeros(800, np.int8),
    ...     years=np.repeat([2024, 2025], 400),
    ...     grades=np.repeat([3, 4], 400),
    ...     scores=np.r_[before, after],
    ...     subject_names=("reading",),
    ... )
    >>> (growth,) = growth_of_district(results, processes=1)
    >>> growth.task.norm_group, len(growth.rows), bool(49 <= np.median(growth.percentiles) <= 51)
    ('2024/reading_3; 2025/reading_4', 400, True)
    """
    wanted = results.tasks() if tasks is None else list(tasks)
    work = _Work(results, rules or Rules(), norms, keeping)
    at_once = min(processes or len(os.sched_getaffinity(0)), len(wanted))
    if at_once > 1:
        yield from _in_processes(work, wanted, at_once, progress)
    else:
        yield from _one_by_one(work, wanted, progress)


@dataclass(frozen=True)
class _Work:
    """What is the same for every task."""

    results: Results
    rules: Rules
    norms: Norms | None
    keeping: Keeping | None

    def begun(self, task: Task) -> "_Begun":
        """A task's cohort; where its outcome is kept, that too."""
        cohort = Cohort.of(self.results, task)
        if self.keeping is None or self.norms is not None:
            return _Begun(cohort, "", None)
        key = cohort.key(self.rules)
        return _Begun(cohort, key, self.keeping.found(key))

    def ended(self, begun: "_Begun", outcome: Outcome) -> Growth:
        if self.keeping is not None and begun.key and begun.kept is None:
            self.keeping.keep(begun.key, outcome)
        return _growth(begun.cohort, outcome)


@dataclass(frozen=True)
class _Begun:
    cohort: Cohort
    key: str
    kept: Outcome | None


def _outcome(cohort: Cohort, rules: Rules, norms: Norms | None) -> Outcome:
    return fit(cohort, rules) if norms is None else score_by(norms, cohort, rules)


def _growth(cohort: Cohort, outcome: Outcome) -> Growth:
    has = np.flatnonzero(outcome.priors)
    return Growth(
        task=cohort.task,
        rows=cohort.rows[has],
        percentiles=outcome.percentiles[has],
        priors=outcome.priors[has],
        low=outcome.low[has],
        high=outcome.high[has],
        matrices=outcome.matrices,
        refusal=outcome.refusal,
        notices=outcome.notices,
        without_priors=cohort.without_priors,
    )


def _one_by_one(work: _Work, tasks: Sequence[Task], progress: Progress) -> Iterator[Growth]:
    for done, task in enumerate(tasks):
        progress(task.norm_group, done, len(tasks))
        begun = work.begun(task)
        yield work.ended(begun, begun.kept or _outcome(begun.cohort, work.rules, work.norms))


def _in_processes(
    work: _Work, tasks: Sequence[Task], at_once: int, progress: Progress
) -> Iterator[Growth]:
    """One task more than there are processes is handed out, so that none of them waits."""
    executor = ProcessPoolExecutor(at_once, get_context("spawn"), end_with_parent)
    running: dict[Future[Outcome], _Begun] = {}
    try:
        for done, task in enumerate(tasks):
            begun = work.begun(task)
            if begun.kept is not None:
                yield work.ended(begun, begun.kept)
                continue
            future = executor.submit(_outcome, begun.cohort, work.rules, work.norms)
            running[future] = begun
            tell = partial(_tell, progress, task, done + 1, len(tasks))
            yield from _ended(work, running, tell, at_most=at_once)
        tell = partial(_tell, progress, tasks[-1], len(tasks), len(tasks))
        yield from _ended(work, running, tell, at_most=0)
    finally:
        executor.shutdown(cancel_futures=True)


def _tell(progress: Progress, task: Task, begun: int, total: int, running: int) -> None:
    progress(task.norm_group, begun - running, total)


def _ended(
    work: _Work,
    running: dict["Future[Outcome]", _Begun],
    tell: Callable[[int], None],
    *,
    at_most: int,
) -> Iterator[Growth]:
    """Waits until no more than so many are running."""
    while len(running) > at_most:
        tell(len(running))
        for future in wait(running, timeout=_LOOKS, return_when=FIRST_COMPLETED).done:
            yield work.ended(running.pop(future), future.result())
