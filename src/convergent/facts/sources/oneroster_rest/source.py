"""A source as a TOML file declares it; the client's secret never stands in that file."""

import ipaddress
import os
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from convergent.facts.findings import ExportRefused
from convergent.facts.sources.oneroster_rest.catalogue import (
    COLLECTIONS,
    RESOURCE_SCOPES,
    RESOURCES,
    SCOPES,
    Collection,
)
from convergent.facts.sources.oneroster_rest.patience import Patience
from convergent.facts.sources.oneroster_rest.refusals import refused
from convergent.facts.sources.oneroster_rest.wanted import Limits, Wanted

KIND = "oneroster-rest"
_SECRET_HOME = "Name the environment variable in client_secret_env or the file in"


@dataclass(frozen=True, kw_only=True)
class Source(Wanted):
    """A service, and how to ask it."""

    token_url: str
    client_secret: str = field(repr=False)
    client_authentication: str = "header"
    scopes: tuple[str, ...] = SCOPES
    patience: Patience = field(default_factory=Patience)

    @property
    def is_loopback(self) -> bool:
        return is_loopback(urlsplit(self.url).hostname or "")


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_source(path: Path) -> Source:
    """Raises ExportRefused where the file cannot be read or says something that cannot be used."""
    declared = _declared(path)
    values = {key: _value(path, key, declared[key]) for key in declared if key in _READERS}
    limits = {key: values.pop(key) for key in _LIMITS if key in values}
    patience = {key: values.pop(key) for key in _PATIENCE if key in values}
    if RESOURCES in values.get("collections", ()):
        values.setdefault("scopes", SCOPES + RESOURCE_SCOPES)
    return Source(
        **values,
        client_secret=_secret(path, declared),
        limits=Limits(**limits),
        patience=Patience(**patience),
    )


def _declared(path: Path) -> dict[str, Any]:
    declared = _toml(path)
    if declared.get("kind") != KIND:
        raise _wrong(path, "kind known", f'Write kind = "{KIND}".', key="kind")
    if "client_secret" in declared:
        fix = f"Take it out. {_SECRET_HOME} client_secret_file."
        raise _wrong(path, "no secret in the file", fix, key="client_secret")
    for key in declared:
        if key not in _KEYS:
            raise _wrong(path, "key known", f"Known are: {', '.join(sorted(_KEYS))}.", key=key)
    for key in ("url", "token_url", "client_id"):
        if key not in declared:
            raise _wrong(path, "key present", f"Add {key}.", key=key)
    return declared


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _wrong(path, "file exists", "Give the TOML file of a source.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as unreadable:
        raise _wrong(path, "TOML", f"Mend the file: {unreadable}.") from None


def _secret(path: Path, declared: dict[str, Any]) -> str:
    variable, file = declared.get("client_secret_env"), declared.get("client_secret_file")
    if (variable is None) == (file is None):
        raise _wrong(path, "one place of the secret", f"{_SECRET_HOME} client_secret_file.")
    if variable is not None:
        secret = os.environ.get(str(variable), "")
        fix = f"Set the environment variable {variable}."
    else:
        secret = _content(path.parent / str(file))
        fix = f"Write the client secret into {file}, readable by Convergent alone."
    if not secret.strip():
        key = "client_secret_env" if variable is not None else "client_secret_file"
        raise _wrong(path, "secret present", fix, key=key)
    return secret.strip()


def _content(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _value(path: Path, key: str, value: Any) -> Any:
    try:
        return _READERS[key](value)
    except (TypeError, ValueError) as wrong:
        shown = "" if key.endswith("url") else str(value)  # it may hold a password
        raise _wrong(path, "value", f"For {key}, {wrong}.", key=key, value=shown) from None


def _wrong(path: Path, rule: str, fix: str, *, key: str = "", value: str = "") -> ExportRefused:
    return refused(path.name, rule=rule, fix=fix, column=key, value=value)


def _address(value: Any) -> str:
    parts = urlsplit(value) if isinstance(value, str) else urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError("an address such as https://sis.example.org/ims/oneroster is needed")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError("https is needed: the token would be readable on the way")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("an address without a name, a password, ? and # is needed")
    return str(value).rstrip("/")


def _word(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a text is needed")
    return value


def _authentication(value: Any) -> str:
    if value not in ("header", "body"):
        raise ValueError('"header" or "body" is needed')
    return str(value)


def _scopes(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(re.fullmatch(r"\S+", str(one)) for one in value):
        raise ValueError("a list of scopes is needed")
    return tuple(map(str, value))


def _collections(value: Any) -> tuple[Collection, ...]:
    if not isinstance(value, list) or not value or not set(map(str, value)) <= set(COLLECTIONS):
        raise ValueError(f"a list is needed of: {', '.join(COLLECTIONS)}")
    return tuple(collection for name, collection in COLLECTIONS.items() if name in value)


def _whole(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"a whole number from {least} to {most} is needed")
        return value

    return read


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 86_400:
        raise ValueError("a number of seconds is needed, at most 86400")
    return float(value)


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    raise ValueError("a date or a moment is needed, without quotation marks")


_LIMITS: dict[str, Callable[[Any], Any]] = {
    "connect_timeout": _seconds,
    "read_timeout": _seconds,
    "response_timeout": _seconds,
    "largest_page": _whole(1_000, 1 << 30),
    "largest_fetch": _whole(1_000, 1 << 40),
    "most_rows": _whole(1, 1_000_000_000),
}
_PATIENCE: dict[str, Callable[[Any], Any]] = {
    "tries": _whole(1, 100),
    "first_wait": _seconds,
    "longest_wait": _seconds,
    "deadline": _seconds,
}
_READERS: dict[str, Callable[[Any], Any]] = {
    "url": _address,
    "token_url": _address,
    "client_id": _word,
    "client_authentication": _authentication,
    "scopes": _scopes,
    "collections": _collections,
    "page_size": _whole(1, 100_000),
    "since": _moment,
    "overlap": lambda value: timedelta(seconds=_seconds(value)),
    **_LIMITS,
    **_PATIENCE,
}
_KEYS = {"kind", "client_secret_env", "client_secret_file", *_READERS}
