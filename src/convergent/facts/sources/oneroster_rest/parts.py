"""The pages of a collection as a service sends them, before anybody reads them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from convergent.facts.sources.oneroster_rest.catalogue import Collection


@dataclass(frozen=True, kw_only=True)
class Part:
    """One page as the service gave it; `body` is none where it has no such page (404).

    `following` is the query of the next page where the service has its own way of naming it;
    `is_last` is whether the service says that no page follows.
    """

    body: bytes | None
    announced: int | None = None
    following: str | None = None
    is_last: bool = False
    date: datetime | None = None


class FilterRefused(Exception):
    """The service cannot give only what has changed."""


class Parts(Protocol):
    """Whoever can be asked for pages."""

    def page(self, collection: Collection, query: str) -> Part:
        """Raises FilterRefused for a filter that is refused, ExportRefused for all else."""
