"""What the measures have to know of the ledger of releases, which lies in a higher room."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from convergent.facts.measures.menu import Unit
from convergent.facts.snapshot import Snapshot


class Ledger(Protocol):
    """What is out already, and whereto what goes out is written."""

    def standing(self) -> Sequence[Path]:
        """The menus that were ever told, the oldest first."""

    def fixed(self) -> Sequence[Unit]:
        """Units beside which a table is out: what was told of them is not told anew."""

    def record(self, told: Path, snapshot: Snapshot) -> None:
        """Notes a menu that is about to be told; nobody has read it yet."""


class NoLedger:
    """For measures that nobody but their maker reads."""

    def standing(self) -> Sequence[Path]:
        return ()

    def fixed(self) -> Sequence[Unit]:
        return ()

    def record(self, told: Path, snapshot: Snapshot) -> None:
        """Nothing is noted."""


NO_LEDGER = NoLedger()
