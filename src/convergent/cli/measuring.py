"""`convergent facts build`: the measures of what serves, with progress on the terminal."""

from __future__ import annotations

from typing import Any

from convergent.cli.serving import prepare
from convergent.errors import BadInput


def build_measures(engine: str) -> tuple[dict[str, Any], str]:
    """What to tell as JSON, and in words; raises BadInput where nothing is loaded."""
    from convergent.configuration import read_configuration
    from convergent.facts.measures.engines import engine_named

    wanted = engine_named(engine, database=read_configuration().database_url)
    prepare()
    from django.conf import settings

    from convergent import clock
    from convergent.facts.measures.build import build
    from convergent.facts.snapshot import current_snapshot
    from convergent.jobs.terminal import steps_on_terminal
    from convergent.learning.measuring import rules
    from convergent.releases.actions.menus import MenuLedger

    snapshot = current_snapshot(settings.HOME)
    if snapshot is None:
        raise BadInput("Nothing is loaded yet.", "Load exports first: convergent load PATH")
    with steps_on_terminal("Working out what students learned") as tell:
        built = build(
            snapshot,
            settings.HOME,
            rules=rules(),
            engine=wanted,
            today=clock.today(),
            ledger=MenuLedger(),
            progress=tell,
        )
    told = {
        "snapshot": snapshot.id,
        "engine": engine,
        "values": built.rows,
        "seconds": built.seconds,
        "notices": list(built.notices),
    }
    lines = [f"{snapshot.id}: {built.rows:,} values in {built.seconds:.1f} s", *built.notices]
    return told, "\n".join(lines)
