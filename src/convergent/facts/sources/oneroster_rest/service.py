"""The collections of a service, a page at a time."""

from urllib.parse import parse_qs, urljoin, urlsplit

import requests
from requests.utils import parse_header_links

from convergent.facts.sources.oneroster_rest.asking import Answer, Asker
from convergent.facts.sources.oneroster_rest.catalogue import Collection
from convergent.facts.sources.oneroster_rest.parts import FilterRefused, Part
from convergent.facts.sources.oneroster_rest.refusals import (
    redirected,
    scope_refused,
    token_refused,
    unknown_status,
)
from convergent.facts.sources.oneroster_rest.source import Source
from convergent.facts.sources.oneroster_rest.tokens import Tokens

_MOST_REDIRECTS = 3


class Service:
    """Asks with a token that is renewed once where a request finds it refused."""

    def __init__(self, source: Source, asker: Asker) -> None:
        self._source = source
        self._asker = asker
        self._tokens = Tokens(source, asker)

    def page(self, collection: Collection, query: str) -> Part:
        """Raises FilterRefused for a filter that is refused, ExportRefused for all else."""
        address = self._source.address_of(collection)
        where = urlsplit(address).path
        answer = self._follow(f"{address}?{query}")
        if answer.status == requests.codes.not_found:
            return Part(body=None, date=answer.date)
        if answer.status == requests.codes.bad_request and "filter=" in query:
            raise FilterRefused
        self._refuse(answer, where)
        links = _links(answer)
        return Part(
            body=answer.body,
            announced=_announced(answer),
            following=_own_way(links.get("next", "")),
            is_last=bool(links) and "next" not in links,
            date=answer.date,
        )

    def _follow(self, address: str) -> Answer:
        """Redirects are followed within the same origin alone: the token goes nowhere else."""
        for _ in range(_MOST_REDIRECTS):
            answer = self._ask(address)
            to = urljoin(address, answer.headers.get("Location", ""))
            if answer.status // 100 != 3:
                return answer
            if _origin(to) != _origin(address) or to == address:
                break
            address = to
        raise redirected(urlsplit(address).path, _without_query(to))

    def _ask(self, address: str) -> Answer:
        answer = self._asker.ask("GET", address, auth=self._tokens.current())
        if answer.status == requests.codes.unauthorized:
            self._tokens.renew()
            answer = self._asker.ask("GET", address, auth=self._tokens.current())
        return answer

    def _refuse(self, answer: Answer, where: str) -> None:
        if answer.status == requests.codes.ok:
            return
        said = self._tokens.without_secrets(answer.said)
        if answer.status == requests.codes.unauthorized:
            raise token_refused(where, said)
        if answer.status == requests.codes.forbidden:
            raise scope_refused(where, said)
        raise unknown_status(where, said)


def _announced(answer: Answer) -> int | None:
    count = answer.headers.get("X-Total-Count", "").strip()
    return int(count) if count.isascii() and count.isdigit() and len(count) < 12 else None


def _links(answer: Answer) -> dict[str, str]:
    """The addresses by what they are: next, last and so on."""
    header = answer.headers.get("Link", "")
    found = parse_header_links(header) if header else []
    return {
        relation: link.get("url", "")
        for link in found
        for relation in link.get("rel", "").lower().split()
    }


def _own_way(address: str) -> str | None:
    """The query of the next page, where it goes by another thing than an offset.

    Of the address only this is used: behind a proxy its host is often the wrong one, and offsets
    in it count what was asked for, not what came.
    """
    query = urlsplit(address).query
    return query if query and "offset" not in parse_qs(query) else None


def _origin(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, parts.port or usual


def _without_query(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
