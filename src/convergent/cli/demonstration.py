"""Builds the demonstration: simulated exports, loaded as a district loads its own, then lived."""

from __future__ import annotations

import shutil
from pathlib import Path

from convergent.cli.loading import run_load
from convergent.cli.serving import prepare
from convergent.cli.terminal import progress_bar
from convergent.configuration import read_configuration
from convergent.errors import BadInput
from convergent.records.home import only_one, prepare_home


def build(*, students: int, seed: int) -> None:
    """Finds the demonstration built, or builds it; of two processes one builds and one waits.

    Raises NotAllowed where the Records are a district's own.
    """
    home = read_configuration().home
    prepare_home(home)
    with only_one(home, "demo"):
        prepare()
        from convergent.people.installation import become_demo

        become_demo()
        asked = f"{students} {seed}"
        built = home / "demo.built"
        if built.exists():
            _refuse_other(built.read_text(encoding="ascii"), asked)
            return
        _build(home, students=students, seed=seed)
        built.write_text(asked, encoding="ascii")


def _refuse_other(built: str, asked: str) -> None:
    if built != asked:
        students, seed = built.split()
        raise BadInput(
            f"This home folder holds a demonstration of {students} students with seed {seed}.",
            "Ask for the same, or set CONVERGENT_HOME to an empty folder.",
        )


def _build(home: Path, *, students: int, seed: int) -> None:
    from convergent.clock import today
    from convergent.demo.life import live
    from convergent.demo.simulate import simulate

    exports = home / "demo-exports"
    shutil.rmtree(exports, ignore_errors=True)
    with progress_bar() as bar:
        simulate(exports, students=students, seed=seed, today=today(), progress=bar)
    outcome = run_load([exports])
    if outcome["status"] not in {"published", "unchanged"}:
        raise RuntimeError(f"the demonstration's exports were {outcome['status']}")
    live(seed=seed)
