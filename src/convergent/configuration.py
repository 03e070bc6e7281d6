"""Every setting of an installation, declared once: read here, documented from here.

A setting comes from the environment, else from `convergent.toml` in the home folder, else it has
the default that is declared below.
"""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from convergent.errors import WrongSetting

LANGUAGES = {"en": "English", "es": "Español"}
YES_OR_NO = {"1": True, "true": True, "0": False, "false": False}


@dataclass(frozen=True)
class Setting:
    """One setting. `read` makes its text or TOML value the value used, or raises ValueError."""

    name: str
    default: Any
    read: Callable[[Any], Any]
    meaning: str
    variable: str = ""
    is_secret: bool = False  # its value may hold a password, so no message repeats it

    @property
    def environment(self) -> str:
        return self.variable or f"CONVERGENT_{self.name.upper()}"


def _whole(least: int, most: int) -> Callable[[Any], int]:
    """Reads a whole number within bounds; `true` and `2.5` are none, though int() takes them."""

    def read(value: Any) -> int:
        text = "" if isinstance(value, bool) else str(value).strip()
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"a whole number from {least} to {most} is needed")
        return int(text)

    return read


def _has_usable_port(address: str) -> bool:
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def _web_address(value: Any) -> str:
    address = str(value).rstrip("/")
    parts = urlsplit(address) if _has_usable_port(address) else urlsplit("")
    extra = parts.path or parts.query or parts.fragment or parts.username
    if parts.scheme not in {"http", "https"} or not parts.hostname or extra:
        raise ValueError("an address such as https://convergent.district.example is needed")
    return address


def _network_address(value: Any) -> str:
    host = str(value)
    is_name = re.fullmatch(r"[0-9A-Za-z_-]+(\.[0-9A-Za-z_-]+)*", host)
    if not is_name and not _is_ip_address(host):
        raise ValueError("an address such as 127.0.0.1, or the name of a machine, is needed")
    return host


def _is_ip_address(text: str) -> bool:
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False


def _day_of_year(value: Any) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{2})-([0-9]{2})", str(value))
    if not found:
        raise ValueError("a month and a day such as 10-01 are needed")
    day = date(2023, int(found[1]), int(found[2]))  # no leap year: a rule holds in every year
    return day.month, day.day


def _names(value: Any) -> frozenset[str]:
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("ids with commas between them, or a list of them, are needed")
    return frozenset(name.strip() for name in names if name.strip())


def _sender(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        raise ValueError("an address such as convergent@district.example is needed")
    return value


def _time_zone(value: Any) -> str:
    if str(value) not in available_timezones():
        raise ValueError("a time zone such as America/Chicago is needed")
    return ZoneInfo(str(value)).key


def _language(value: Any) -> str:
    if str(value) not in LANGUAGES:
        raise ValueError(f"the languages are {' and '.join(LANGUAGES)}")
    return str(value)


def _yes_or_no(value: Any) -> bool:
    text = str(value).strip().lower()
    if text not in YES_OR_NO:
        raise ValueError("true or false is needed")
    return YES_OR_NO[text]


def _log_lines(value: Any) -> str:
    if value not in ("plain", "json"):
        raise ValueError("plain or json is needed")
    return str(value)


def _token(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[!-~]{20,200}", value):
        raise ValueError("20 characters or more are needed, without spaces")
    return value


def _file_path(value: Any) -> str:
    path = Path(str(value)).expanduser()
    if not path.is_absolute() or path.is_dir():
        raise ValueError("the whole path of a file is needed, such as /mnt/other/audit.txt")
    return str(path)


def _is_of(address: str, *schemes: str) -> bool:
    return _has_usable_port(address) and urlsplit(address).scheme in schemes


def _database(value: Any) -> str:
    address = str(value)
    if not _is_of(address, "postgres", "postgresql") or not urlsplit(address).path.strip("/"):
        raise ValueError("an address such as postgresql://name@host/database is needed")
    return address


def _mail(value: Any) -> str:
    address = str(value)
    if not _is_of(address, "smtp", "smtps") or not urlsplit(address).hostname:
        raise ValueError("an address such as smtp://name:password@host:587 is needed")
    return address


def _providers(value: Any) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError("a list of tables is needed: write [[oidc]] or [[saml]]")
    return tuple(value)


SETTINGS = (
    Setting(
        "database_url",
        "",
        _database,
        "PostgreSQL for Records. Empty: an SQLite file in the home folder.",
        "DATABASE_URL",
        is_secret=True,
    ),
    Setting(
        "public_url",
        "",
        _web_address,
        "The address people type. With https, cookies are sent over TLS alone.",
    ),
    Setting("port", 8000, _whole(1, 65535), "The port on which the web application listens."),
    Setting("host", "127.0.0.1", _network_address, "The network address on which it listens."),
    Setting("web_workers", 2, _whole(1, 64), "Web processes."),
    Setting("job_workers", 1, _whole(1, 64), "Threads that do long work."),
    Setting("time_zone", "America/New_York", _time_zone, "Used until a district sets its own."),
    Setting("language", "en", _language, "Language of pages until a person chooses: en or es."),
    Setting(
        "mail",
        "",
        _mail,
        "The mail server. Empty: messages are kept as files in the home folder.",
        is_secret=True,
    ),
    Setting("mail_from", "convergent@localhost", _sender, "The sender of messages."),
    Setting(
        "audit_anchors",
        "",
        _file_path,
        "The file that the audit's hashes are written to. Empty: anchors/audit.txt in the home "
        "folder. Better on another machine's disk: who rewrites the database cannot reach it.",
    ),
    Setting(
        "upload_megabytes",
        1024,
        _whole(1, 100_000),
        "The most that a keeper of data may send at once from a browser.",
    ),
    Setting(
        "load_megabytes",
        900,
        _whole(200, 1_000_000),
        "The memory that a load works in; what does not fit goes to disk meanwhile. It holds about "
        "200 megabytes more for itself. A damaged or hostile file may take three times as much and "
        "a gigabyte more before the load is ended.",
    ),
    Setting(
        "load_minutes",
        240,
        _whole(1, 10_000),
        "The most minutes of computing that a load may take.",
    ),
    Setting(
        "snapshots_kept",
        30,
        _whole(2, 10_000),
        "How many snapshots of the data are kept. The one that serves and the one before it "
        "always stay.",
    ),
    Setting(
        "findings_kept_days",
        90,
        _whole(1, 3_650),
        "How many days what loads found wrong, and the rows that were left out, are kept.",
    ),
    Setting(
        "traces_kept_days",
        400,
        _whole(1, 3_650),
        "How many days traces of work are kept: work that has ended, e-mail that was sent, tokens "
        "that have ended. What people wrote, and the audit, stay.",
    ),
    Setting(
        "coaching_kept_years",
        3,
        _whole(1, 10),
        "How many years what a teacher and her coach wrote is kept after it was last touched. The "
        "teacher is told a month before. What is held for a procedure stays.",
    ),
    Setting(
        "stale_days",
        8,
        _whole(1, 3_650),
        "After how many days without a load keepers of data are told on Today.",
    ),
    Setting(
        "backup_days",
        2,
        _whole(1, 3_650),
        "After how many days without a backup keepers of data are told on Today.",
    ),
    Setting(
        "log_lines", "plain", _log_lines, "The form of log lines: plain, or json for a collector."
    ),
    Setting(
        "slow_milliseconds",
        1000,
        _whole(1, 600_000),
        "A page that takes so long is logged, by its name alone.",
    ),
    Setting(
        "metrics_token",
        "",
        _token,
        "What a monitoring system sends to read /metrics from another machine. Empty: this machine "
        "alone may.",
        is_secret=True,
    ),
    Setting(
        "counted_from",
        (10, 1),
        _day_of_year,
        "The day, as month-day, from which a student has to be at a school without interruption "
        "for her results to count there.",
    ),
    Setting(
        "counted_gap_days",
        10,
        _whole(0, 180),
        "One interruption of up to so many school days does not matter.",
    ),
    Setting(
        "growth_cohort",
        300,
        _whole(50, 100_000),
        "The fewest students with the same grades behind them for whom growth is worked out.",
    ),
    Setting(
        "growth_norms",
        "",
        _file_path,
        "A file of growth models of the state, by which growth is worked out then; pages say so. "
        "Empty: the district is its own comparison.",
    ),
    Setting(
        "alternative_schools",
        frozenset(),
        _names,
        "The sourcedIds of alternative schools, which are compared among themselves. Empty: their "
        "names tell.",
    ),
    Setting(
        "school_priorities",
        3,
        _whole(1, 20),
        "The most priorities that a school works on at once. Few are kept, many are forgotten.",
    ),
    Setting("network_priorities", 3, _whole(1, 20), "The same, of a network."),
    Setting("district_priorities", 5, _whole(1, 20), "The same, of the district."),
    Setting("team_priorities", 2, _whole(1, 20), "The same, of a team."),
    Setting("session_hours", 12, _whole(1, 720), "A person signs in again after this many hours."),
    Setting(
        "offline_days",
        7,
        _whole(1, 60),
        "How many days a device shows teachers and next steps without a network, counted from when "
        "it was last signed in. What is typed after that is kept too, and cannot be read there.",
    ),
    Setting(
        "oidc",
        (),
        _providers,
        "Sign-in by OpenID Connect: tables with id, name, server_url, client_id, secret_file, "
        "second_factor (true where that service asks for one), email_domains (the domains it "
        "vouches for), userinfo (false where the id token says everything).",
    ),
    Setting(
        "saml",
        (),
        _providers,
        "Sign-in by SAML: tables with id, name, metadata_url or entity_id, sso_url and "
        "certificate_file, second_factor, email_domains and email_attribute.",
    ),
    Setting(
        "development",
        False,
        _yes_or_no,
        "Opens the gallery of components, for those who work on the program.",
    ),
)


@dataclass(frozen=True)
class Configuration:
    """The settings in force, and where the home folder is."""

    home: Path
    values: Mapping[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def keys(self) -> Path:
        return self.home / "keys"


def home_folder() -> Path:
    return Path(os.environ.get("CONVERGENT_HOME") or "var").expanduser().absolute()


def read_configuration(home: Path | None = None) -> Configuration:
    """The configuration of `home`; raises WrongSetting for the first value that cannot be used."""
    home = home or home_folder()
    written = _written(home / "convergent.toml")
    unknown = sorted(set(written) - {setting.name for setting in SETTINGS})
    if unknown:
        raise WrongSetting(
            f"convergent.toml has a setting that does not exist: {unknown[0]}.",
            "See docs/reference/settings.md for those that do.",
        )
    return Configuration(home, {one.name: _value(one, written) for one in SETTINGS})


def _written(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except NotADirectoryError:
        raise WrongSetting(
            f"The home folder {path.parent} is a file.", "Set CONVERGENT_HOME to a folder."
        ) from None
    except OSError as problem:
        raise WrongSetting(
            f"{path} cannot be read: {problem.strerror}.",
            "Make it a file that this account may read, in a folder that it may enter.",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise WrongSetting(f"{path} is not valid TOML: {problem}.", "Mend that line.") from None


def _value(setting: Setting, written: Mapping[str, Any]) -> Any:
    value = os.environ.get(setting.environment)
    source = setting.environment
    if value is None:
        value, source = written.get(setting.name), f"{setting.name} in convergent.toml"
    if value is None or value == "":
        return setting.default
    try:
        return setting.read(value)
    except (ValueError, TypeError) as problem:
        is_wrong = "cannot be used" if setting.is_secret else f"is “{value}”"
        raise WrongSetting(f"{source} {is_wrong}:", f"{problem}.") from None
