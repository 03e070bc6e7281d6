"""The menu of a snapshot goes out: what anybody in the district may read on pages of evidence."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from convergent.facts.measures.menu import Unit
from convergent.facts.measures.newly_told import newly_told
from convergent.facts.snapshot import Snapshot
from convergent.facts.values import SMALLEST_GROUP
from convergent.releases.actions.recording import record
from convergent.releases.models import Audience, Kind
from convergent.releases.queries import last_release, menus_out, units_of_tables


class MenuLedger:
    """The ledger, as the measures know it."""

    def __init__(self) -> None:
        self._beside = 0

    def standing(self) -> Sequence[Path]:
        self._beside = last_release()
        return menus_out(settings.HOME)

    def fixed(self) -> Sequence[Unit]:
        return units_of_tables()

    def record(self, told: Path, snapshot: Snapshot) -> None:
        """A release for each district, of what is told anew; none where nothing is.

        Raises Overtaken where something of the same students went out since `standing` was asked.
        """
        with tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
            for one in newly_told(told, snapshot, Path(folder)):
                record(
                    one.file,
                    beside=self._beside,
                    by=None,
                    why="",
                    kind=Kind.MENU,
                    title="Pages of evidence",
                    audience=Audience.STAFF,
                    district_key=one.district,
                    snapshot=snapshot.id,
                    minimum=SMALLEST_GROUP,
                    cells=one.cells,
                    withheld=sum(one.reasons.values()),
                    reasons=one.reasons,
                    units=one.units,
                )
