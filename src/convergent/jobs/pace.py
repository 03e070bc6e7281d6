"""How often a worker looks, reports and gives signs of life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Pace:
    """In seconds. A job whose worker was silent for `silence` is taken up by another one."""

    report: float = 0.25
    beat: float = 5.0
    silence: float = 60.0
    sweep: float = 3.0
    grace: float = 30.0

    @property
    def longest_silence(self) -> timedelta:
        return timedelta(seconds=self.silence)


USUAL = Pace()
