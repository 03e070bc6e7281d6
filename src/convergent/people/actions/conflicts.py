"""Two people, or two tabs, change one thing: the later one is told, and neither text is lost."""

from __future__ import annotations

from django.utils.translation import gettext as _

from convergent.errors import BadInput


class Conflict(BadInput):
    """What is stored now is shown beside what was entered, to choose again."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody changed this while you had it open. What is stored now is shown "
                "beside what you entered; choose again."
            )
        )


def refuse_older(stored: int, seen: int | None) -> None:
    """Raises Conflict where the page showed another version than the one stored now."""
    if seen is not None and seen != stored:
        raise Conflict
