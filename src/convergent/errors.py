"""Errors that a person can mend: each says what is wrong and what to do, and has an exit code."""

from __future__ import annotations


class PersonError(Exception):
    """Shown as one sentence without a traceback; everything else is our bug and stays loud."""

    exit_code = 2

    def __init__(self, what: str, todo: str = "") -> None:
        super().__init__(f"{what} {todo}".strip())
        self.what = what
        self.todo = todo


class WrongSetting(PersonError):
    """A setting, a missing part or the machine itself is in the way."""


class BadInput(PersonError):
    """A file or a value that was handed in cannot be used."""

    exit_code = 3


class NotAllowed(PersonError):
    """The person, or this installation, may not do that."""

    exit_code = 5


class NotThere(NotAllowed):
    """What a person asks for does not exist, or is not hers to see: nobody is told which."""

    def __init__(self) -> None:
        super().__init__("That does not exist, or it is not yours to see.")
