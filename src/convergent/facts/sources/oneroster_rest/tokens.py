"""OAuth 2, client credentials: a token for as long as it lasts. It is kept in memory alone."""

import base64
import html
import json
import time
from collections.abc import Iterator
from urllib.parse import quote, quote_plus, urlsplit

import requests
from requests.auth import AuthBase

from convergent.facts.sources.oneroster_rest.asking import Answer, Asker
from convergent.facts.sources.oneroster_rest.json_text import NotJson, read_json
from convergent.facts.sources.oneroster_rest.refusals import (
    no_token,
    redirected,
    scope_refused,
    secret_refused,
)
from convergent.facts.sources.oneroster_rest.source import Source

_USUAL_LIFE = 3600.0
_BEFORE_ITS_END = 30.0
_ERROR = ("error", "error_description")


class Header(AuthBase):
    """Sets the Authorization of one request."""

    def __init__(self, scheme: str, credentials: str) -> None:
        self._value = f"{scheme} {credentials}"

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._value
        return request


class Nothing(AuthBase):
    """Sends no Authorization."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class Tokens:
    """The token of a source, asked for when it is first needed and when it has run out."""

    def __init__(self, source: Source, asker: Asker) -> None:
        self._source = source
        self._asker = asker
        self._where = urlsplit(source.token_url).path or "/"
        self._token = ""
        self._ends = 0.0

    def current(self) -> Header:
        if not self._token or time.monotonic() >= self._ends:
            self.renew()
        return Header("Bearer", self._token)

    def renew(self) -> None:
        """Raises ExportRefused where the service gives no token."""
        form = {"grant_type": "client_credentials", "scope": " ".join(self._source.scopes)}
        credentials = f"{self._source.client_id}:{self._source.client_secret}"
        auth: AuthBase = Nothing()
        if self._source.client_authentication == "body":
            form["client_id"] = self._source.client_id
            form["client_secret"] = self._source.client_secret
        else:
            auth = Header("Basic", base64.b64encode(credentials.encode()).decode())
        answer = self._asker.ask("POST", self._source.token_url, auth=auth, form=form)
        self._take(answer)

    def without_secrets(self, text: str) -> str:
        """Also of a service that repeats in an error what it was sent, as it was sent."""
        credentials = f"{self._source.client_id}:{self._source.client_secret}"
        secrets = (credentials, self._source.client_secret, self._token)
        written = {form for secret in secrets if secret for form in _written(secret)}
        for form in sorted(written, key=len, reverse=True):
            text = text.replace(form, "…")
        return text

    def _take(self, answer: Answer) -> None:
        said = self.without_secrets(_error_of(answer))
        if "invalid_scope" in said or answer.status == requests.codes.forbidden:
            raise scope_refused(self._where, said)
        if answer.status in (requests.codes.bad_request, requests.codes.unauthorized):
            raise secret_refused(self._where, said)
        if answer.status // 100 == 3:
            raise redirected(self._where, said)
        if answer.status != requests.codes.ok:
            raise no_token(self._where, said)
        self._read(answer)

    def _read(self, answer: Answer) -> None:
        try:
            given = read_json(answer.body)
            token, kind = given["access_token"], given.get("token_type", "bearer")
            life = float(given.get("expires_in") or _USUAL_LIFE)
        except (NotJson, KeyError, TypeError, AttributeError, ValueError):
            raise no_token(self._where, "HTTP 200 without a token") from None
        if not isinstance(token, str) or not _is_sendable(token) or str(kind).lower() != "bearer":
            raise no_token(self._where, "HTTP 200 without a token")
        self._token = token
        self._ends = time.monotonic() + max(life - _BEFORE_ITS_END, life / 2)


def _error_of(answer: Answer) -> str:
    """The status, and the two words of OAuth 2 for what was wrong (RFC 6749, 5.2)."""
    try:
        told = read_json(answer.body)
    except NotJson:
        told = None
    words = [told.get(key) for key in _ERROR] if isinstance(told, dict) else []
    return " ".join([f"HTTP {answer.status}", *(word for word in words if isinstance(word, str))])


def _written(secret: str) -> Iterator[str]:
    """In every way in which a request, or an answer that repeats it, may write it."""
    sent = secret.encode()
    plain = (secret, quote(secret), quote(secret, safe=""), quote_plus(secret))
    coded = (base64.b64encode(sent).decode(), base64.urlsafe_b64encode(sent).decode())
    for form in (*plain, *coded, *(one.rstrip("=") for one in coded)):
        yield form
        yield json.dumps(form)[1:-1]
        yield html.escape(form)
        yield quote(form, safe="")


def _is_sendable(token: str) -> bool:
    return bool(token) and token.isascii() and token.isprintable() and " " not in token
