"""One request, with patience: tried again after what may pass, read within bounds."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from urllib3.exceptions import InvalidHeader
from urllib3.util.retry import Retry

from convergent import __version__
from convergent.facts.findings import ExportRefused
from convergent.facts.progress import Cancelled
from convergent.facts.sources.oneroster_rest.patience import Patience, pause
from convergent.facts.sources.oneroster_rest.refusals import refused, too_large, too_much
from convergent.facts.sources.oneroster_rest.source import Source
from convergent.facts.sources.oneroster_rest.wanted import Limits

PASSING = frozenset({429, 500, 502, 503, 504})
_CHUNK = 1 << 16
_SMALL = 1 << 20
_SHOWN = 500
_LATER = "Try again later: what was fetched is kept, and the next fetch goes on from there."


@dataclass(frozen=True)
class Answer:
    """What a service said, whatever its status."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def date(self) -> datetime | None:
        """The service's own clock, where it says it."""
        try:
            said = parsedate_to_datetime(self.headers.get("Date", ""))
        except ValueError:
            return None
        return said if said.tzinfo else said.replace(tzinfo=UTC)

    @property
    def said(self) -> str:
        """The status, and the beginning of the words that came with it."""
        words = " ".join(self.body[:_SHOWN].decode("utf-8", "replace").split())
        return f"HTTP {self.status} {words}".strip()


@dataclass(frozen=True)
class _Trouble:
    """Why a try failed; the next may succeed."""

    rule: str
    value: str
    retry_after: float | None = None


class _Late(Exception):
    """An answer dripped in for too long."""


class Asker:
    """Asks one source. `auth` is called for each request, so that no password file is consulted."""

    def __init__(self, source: Source, *, cancelled: Callable[[], bool]) -> None:
        self._patience: Patience = source.patience
        self._limits: Limits = source.limits
        self._cancelled = cancelled
        self._brought = 0
        self._session = requests.Session()
        self._session.trust_env = not source.is_loopback  # proxies are for the world outside
        self._session.headers["User-Agent"] = f"Convergent/{__version__}"
        self._session.headers["Accept"] = "application/json"

    def close(self) -> None:
        self._session.close()

    def ask(
        self,
        method: Literal["GET", "POST"],
        address: str,
        *,
        auth: AuthBase,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer, unless the patience ends before; redirects are answers, not followed."""
        began = time.monotonic()
        tried = 0
        while True:
            outcome = self._try(method, address, auth=auth, form=form)
            if isinstance(outcome, Answer):
                return outcome
            tried += 1
            wait = self._patience.wait(tried, retry_after=outcome.retry_after)
            if not self._patience.allows(tried, spent=time.monotonic() - began, wait=wait):
                raise refused(
                    urlsplit(address).path,
                    rule=outcome.rule,
                    value=f"{outcome.value}, tried {tried} times",
                    fix=_LATER,
                )
            pause(wait, cancelled=self._cancelled)

    def _try(
        self, method: str, address: str, *, auth: AuthBase, form: Mapping[str, str] | None
    ) -> Answer | _Trouble:
        try:
            with self._session.request(
                method,
                address,
                data=form,
                auth=auth,
                stream=True,
                allow_redirects=False,
                timeout=(self._limits.connect_timeout, self._limits.read_timeout),
            ) as response:
                body = self._body(response)
        except (requests.exceptions.SSLError, requests.exceptions.InvalidSchema) as wrong:
            raise _untrusted(address) from wrong
        except (requests.exceptions.Timeout, _Late):
            return _Trouble("answer in time", "no whole answer in time")
        except requests.exceptions.RequestException as broken:
            return _Trouble("connection", type(broken).__name__)
        answer = Answer(response.status_code, response.headers, body)
        if answer.status in PASSING:
            return _Trouble("service ready", f"HTTP {answer.status}", _retry_after(answer))
        return answer

    def _body(self, response: requests.Response) -> bytes:
        """The body, counted as it is unpacked; of what is no page, the beginning."""
        is_page = response.ok and response.request.method == "GET"
        limit = self._limits.largest_page if is_page else _SMALL
        until = time.monotonic() + self._limits.response_timeout
        parts: list[bytes] = []
        size = 0
        for part in response.iter_content(_CHUNK):
            size += len(part)
            self._brought += len(part)
            if self._brought > self._limits.largest_fetch:
                raise too_much(urlsplit(response.url).path, self._limits.largest_fetch)
            if size > limit and is_page:
                raise too_large(urlsplit(response.url).path, limit)
            if size > limit:
                break
            if time.monotonic() > until:
                raise _Late
            if self._cancelled():
                raise Cancelled
            parts.append(part)
        return b"".join(parts)


def _retry_after(answer: Answer) -> float | None:
    try:
        return Retry(0).parse_retry_after(answer.headers["Retry-After"])
    except (KeyError, InvalidHeader, ValueError, OverflowError):
        return None


def _untrusted(address: str) -> ExportRefused:
    return refused(
        urlsplit(address).path,
        rule="certificate trusted",
        value=urlsplit(address).hostname or "",
        fix="Check the host's name. Where the district has an authority of its own, name its"
        " certificates in the environment variable REQUESTS_CA_BUNDLE.",
    )
