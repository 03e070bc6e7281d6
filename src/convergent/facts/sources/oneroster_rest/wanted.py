"""What is wanted of a service: all that has to be known of it to read what it sends."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from convergent.facts.sources.oneroster_rest.catalogue import COLLECTIONS, USUAL, Collection


@dataclass(frozen=True, kw_only=True)
class Limits:
    """In seconds, bytes and rows: how long one answer may take, how large it may be, and how much
    a whole fetch may bring.
    """

    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    response_timeout: float = 600.0
    largest_page: int = 64 << 20
    largest_fetch: int = 16 << 30
    most_rows: int = 30_000_000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The collections of a OneRoster 1.2 service, and how much of them. `since` applies until a
    load was remembered.
    """

    url: str
    client_id: str
    collections: tuple[Collection, ...] = USUAL
    page_size: int = 1000
    since: datetime | None = None
    overlap: timedelta = timedelta(hours=1)
    limits: Limits = field(default_factory=Limits)

    def address_of(self, collection: Collection) -> str:
        return self.url + collection.path

    def path_of(self, collection: Collection) -> str:
        """How a finding names the collection."""
        return urlsplit(self.address_of(collection)).path

    def as_json(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "client_id": self.client_id,
            "collections": [collection.name for collection in self.collections],
            "page_size": self.page_size,
            "since": self.since.isoformat() if self.since else None,
            "overlap": self.overlap.total_seconds(),
            "limits": asdict(self.limits),
        }


def wanted_from(stored: Mapping[str, Any]) -> Wanted:
    """What is wanted, out of JSON."""
    since = stored["since"]
    return Wanted(
        url=stored["url"],
        client_id=stored["client_id"],
        collections=tuple(COLLECTIONS[name] for name in stored["collections"]),
        page_size=stored["page_size"],
        since=datetime.fromisoformat(since) if since else None,
        overlap=timedelta(seconds=stored["overlap"]),
        limits=Limits(**stored["limits"]),
    )
