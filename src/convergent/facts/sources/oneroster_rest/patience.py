"""How long to wait before the next try."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from convergent.facts.progress import Cancelled

_LONGEST_SLEEP = 1.0


@dataclass(frozen=True, kw_only=True)
class Patience:
    """In seconds. `deadline` bounds all tries of one request together."""

    tries: int = 8
    first_wait: float = 1.0
    longest_wait: float = 120.0
    deadline: float = 1800.0

    def wait(self, tried: int, *, retry_after: float | None) -> float:
        """The wait after so many tries: doubled each time and shortened by chance, so that many
        clients do not come back together. What the service asks for is waited in full, up to
        `longest_wait`.
        """
        if retry_after is not None:
            return min(max(retry_after, 0.0), self.longest_wait)
        doubled = min(self.first_wait * 2.0 ** (tried - 1), self.longest_wait)
        return doubled * random.uniform(0.5, 1.0)  # noqa: S311  # no secret hangs on it

    def allows(self, tried: int, *, spent: float, wait: float) -> bool:
        return tried < self.tries and spent + wait <= self.deadline


def pause(seconds: float, *, cancelled: Callable[[], bool]) -> None:
    """Sleeps; raises Cancelled soon after somebody asked for it."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if cancelled():
            raise Cancelled
        time.sleep(min(left, _LONGEST_SLEEP))
