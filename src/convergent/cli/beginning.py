"""`convergent init`: a home folder with one settings file, which explains itself."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from convergent.configuration import SETTINGS, Setting, read_configuration
from convergent.errors import WrongSetting
from convergent.facts.snapshot import write_whole
from convergent.records.home import prepare_home
from convergent.upkeep.keys import SETTINGS as FILE

ASKED = {
    "public_url": "The address that people will type, such as https://convergent.district.example",
    "time_zone": "The time zone, such as America/Chicago",
    "mail": "The mail server, such as smtp://name:password@mail.district.example:587",
    "mail_from": "The sender of messages, such as convergent@district.example",
    "database_url": "PostgreSQL, such as postgresql://name:password@host/name; empty: SQLite",
}
HEAD = """\
# The settings of this installation of Convergent.
# A line that begins with # shows what holds while it is not set. Restart after a change.
# The environment wins over this file. This file may hold passwords: it is for one account alone.
"""


def option(name: str) -> Any:
    return typer.Option(help=f"{ASKED[name]}.", show_default=False)


def init(
    public_url: Annotated[str | None, option("public_url")] = None,
    time_zone: Annotated[str | None, option("time_zone")] = None,
    mail: Annotated[str | None, option("mail")] = None,
    mail_from: Annotated[str | None, option("mail_from")] = None,
    database_url: Annotated[str | None, option("database_url")] = None,
) -> None:
    """Make the home folder, its keys, and a settings file with comments. Asks what it needs."""
    given = {
        "public_url": public_url,
        "time_zone": time_zone,
        "mail": mail,
        "mail_from": mail_from,
        "database_url": database_url,
    }
    home = read_configuration().home
    if (home / FILE).exists():
        raise WrongSetting(f"{home / FILE} is there already.", "Change it by hand.")
    chosen = {name: _checked(name, _answer(name, said)) for name, said in given.items()}
    prepare_home(home)
    write_whole(home / FILE, settings_text({name: one for name, one in chosen.items() if one}))
    typer.echo(
        f"Made {home / FILE} and the keys beside it. Save the keys: convergent backup --keys FILE\n"
        "Then load your people (convergent load FILE), let the first of them in "
        "(convergent invite ADDRESS), and start: convergent serve",
        err=True,
    )


def _answer(name: str, said: str | None) -> str:
    """What was given, else typed; nobody is asked where nobody sits."""
    if said is not None or not sys.stdin.isatty():
        return said or ""
    return str(typer.prompt(ASKED[name], default="", show_default=False, err=True))


def _checked(name: str, text: str) -> str:
    setting = next(one for one in SETTINGS if one.name == name)
    try:
        return str(setting.read(text)) if text else ""
    except (ValueError, TypeError) as problem:
        said = "cannot be used" if setting.is_secret else f"is “{text}”"
        raise WrongSetting(f"{name} {said}:", f"{problem}.") from None


def settings_text(chosen: Mapping[str, str]) -> str:
    """Every setting with what it means; those that were chosen are set."""
    return HEAD + "".join(f"\n{_lines(one, chosen.get(one.name))}" for one in SETTINGS)


def _lines(setting: Setting, chosen: str | None) -> str:
    meaning = textwrap.fill(
        setting.meaning, 96, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )
    if setting.default == ():
        return f"{meaning}\n# [[{setting.name}]]\n"
    if chosen:
        return f"{meaning}\n{setting.name} = {json.dumps(chosen, ensure_ascii=False)}\n"
    return f"{meaning}\n# {setting.name} = {_default(setting)}\n"


def _default(setting: Setting) -> str:
    match setting.default:
        case frozenset():
            return "[]"
        case (int(month), int(day)):
            return f'"{month:02}-{day:02}"'
    return json.dumps(setting.default)
