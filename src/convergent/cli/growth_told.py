"""What `convergent growth` says of what it computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from convergent.analysis.growth import Growth
    from convergent.facts.scores import Scores

FEW_BEHIND_A_MODEL = 50


def _about_saved(growths: Sequence[Growth], saved: Path | None) -> Iterator[str]:
    """That a model of few students tells much of each, where it is kept to be passed on."""
    fewest = min((one.students for growth in growths for one in growth.matrices), default=0)
    if saved is not None and 0 < fewest < FEW_BEHIND_A_MODEL:
        yield (
            f"A saved model rests on {fewest} students: it follows their scores so closely that "
            f"{saved.name} should not be passed on."
        )


def summary_of(
    growths: Sequence[Growth], scores: Scores, into: Path, *, saved: Path | None
) -> dict[str, Any]:
    told = [*scores.notices, *_about_saved(growths, saved)]
    for one in growths:
        told += [one.refusal] if one.refusal else one.notices
    return {
        "out": str(into),
        "written": sum(len(one.rows) for one in growths),
        "notices": told,
        "progressions": [_told(one) for one in growths],
    }


def _told(growth: Growth) -> dict[str, Any]:
    import numpy as np

    return {
        "subject": growth.task.subject,
        "year": growth.task.year,
        "grades": list(growth.task.grades),
        "students": len(growth.rows),
        "median": float(np.median(growth.percentiles)) if len(growth.rows) else None,
        "without_priors": growth.without_priors,
        "refusal": growth.refusal or None,
        "notices": list(growth.notices),
    }
