"""Builds the demonstration: simulated exports, loaded as a district loads its own, then lived."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from convergent.cli.loading import exit_code_of, follow_here, run_load
from convergent.cli.serving import prepare
from convergent.configuration import read_configuration
from convergent.errors import BadInput
from convergent.records.home import only_one, prepare_home

BEGUN = "demo.begun"
BUILT = "demo.built"


def build(*, students: int, seed: int, springs: int) -> None:
    """Finds the demonstration built, or builds it; of two processes one builds and one waits.

    Raises NotAllowed where the Records are a district's own.
    """
    home = read_configuration().home
    prepare_home(home)
    with only_one(home, "demo"):
        prepare()
        from convergent.clock import today

        begun = _begin(home, _Begun(students, seed, springs, today()))
        if not (home / BUILT).exists():
            _build(home, begun)
            _write_whole(home / BUILT, begun.as_text())


@dataclass(frozen=True)
class _Begun:
    """What was asked for, and on which day: a build that was cut off goes on with just that."""

    students: int
    seed: int
    springs: int
    day: date

    def as_text(self) -> str:
        return f"{self.students} {self.seed} {self.springs} {self.day}"

    @classmethod
    def from_text(cls, text: str) -> _Begun:
        """Of one begun before springs could be chosen: it has three."""
        students, seed, *springs, day = text.split()
        return cls(
            int(students), int(seed), int(*springs) if springs else 3, date.fromisoformat(day)
        )


def _begin(home: Path, asked: _Begun) -> _Begun:
    from convergent.people.installation import become_demo
    from convergent.people.models import Person

    become_demo()
    if not (home / BEGUN).exists():
        if Person.objects.exists():
            raise BadInput(
                "These Records hold a demonstration that was built from another home folder.",
                "Use that folder, or set DATABASE_URL to an empty database.",
            )
        _write_whole(home / BEGUN, asked.as_text())
    begun = _Begun.from_text((home / BEGUN).read_text(encoding="ascii"))
    if begun != replace(asked, day=begun.day):
        raise BadInput(
            f"This home folder holds a demonstration of {begun.students} students "
            f"with seed {begun.seed} and {begun.springs} springs.",
            "Ask for the same, or set CONVERGENT_HOME to an empty folder.",
        )
    return begun


def _write_whole(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(text, encoding="ascii")
    draft.replace(path)


def _build(home: Path, begun: _Begun) -> None:
    """Each step is whole or not at all, and finds what an earlier one did before it was killed."""
    from convergent.demo.life import EXPORTS, live
    from convergent.demo.simulate import simulate
    from convergent.jobs.terminal import steps_on_terminal
    from convergent.people.models import CastMember
    from convergent.search.actions import rebuild

    _end_loads_that_were_cut_off()
    exports = home / EXPORTS
    shutil.rmtree(exports, ignore_errors=True)
    with steps_on_terminal("Inventing a district") as tell:
        simulate(
            exports,
            students=begun.students,
            seed=begun.seed,
            today=begun.day,
            springs=begun.springs,
            progress=tell,
        )
    outcome = run_load([exports])
    if "problem" in outcome:
        raise BadInput(outcome["problem"])
    if exit_code_of(outcome):
        raise RuntimeError(f"the demonstration's exports were {outcome['status']}")
    follow_here()
    if not CastMember.objects.exists():
        live(seed=begun.seed)
    rebuild()  # much of it was written in bulk


def _end_loads_that_were_cut_off() -> None:
    from convergent.jobs.actions import cancel
    from convergent.jobs.models import ENDED, Job

    for job in Job.objects.filter(kind="load", asked_by=None).exclude(state__in=ENDED):
        cancel(job, by=None)
