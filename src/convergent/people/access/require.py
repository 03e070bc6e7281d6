"""The step from a reason to permission, the same for pages, jobs and the command line."""

from __future__ import annotations

from convergent.errors import NotThere


def required(reason: object) -> None:
    """Raises NotThere unless there is a reason that allows it; a page then shows its 404."""
    if reason is None:
        raise NotThere
