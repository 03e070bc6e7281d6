"""`convergent doctor`: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from convergent.errors import WrongSetting

if TYPE_CHECKING:
    from convergent.upkeep.doctor.findings import Finding

MARKS = {"good": "ok", "warning": "soon", "wrong": "NOW"}
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else.")]


def doctor(as_json: Json = False) -> None:
    """Look whether all is well, and say what to do where it is not. Exits 2 if it is not."""
    found = _found()
    wrong = sum(one.level == "wrong" for one in found)
    warnings = sum(one.level == "warning" for one in found)
    if as_json:
        told = {"wrong": wrong, "warnings": warnings, "findings": [asdict(one) for one in found]}
        sys.stdout.write(json.dumps(told, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join([*map(_line, found), _summary(wrong, warnings)]) + "\n")
    if wrong:
        raise typer.Exit(WrongSetting.exit_code)


def _found() -> list[Finding]:
    """What keeps the program from starting at all is told like the rest."""
    from convergent.cli.django import ready
    from convergent.cli.trouble import refuse_unreachable_records

    try:
        ready()
        refuse_unreachable_records()
    except WrongSetting as problem:
        from convergent.upkeep.doctor.findings import Finding, Level

        return [Finding("start", Level.WRONG, problem.what, problem.todo)]
    from convergent.upkeep.doctor.examining import examined

    return list(examined())


def _line(one: Finding) -> str:
    todo = f"\n      {one.todo}" if one.todo else ""
    return f"{MARKS[one.level]:>4}  {one.what}{todo}"


def _summary(wrong: int, warnings: int) -> str:
    if not wrong and not warnings:
        return "All is well."
    return f"{wrong} to mend now, {warnings} soon."
