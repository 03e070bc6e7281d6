"""Files from outside are read in a confined process: what it is asked, and what it answers."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from convergent.facts.confined import UNCONFINED, Answering, answer, confined
from convergent.facts.confinement import Limits
from convergent.facts.findings import Broken, Finding, Recognized, TableCount, difference_from
from convergent.facts.preparing import Prepared, Request, prepare
from convergent.facts.progress import Progress


def prepare_in_child(
    request: Request,
    *,
    limits: Limits,
    progress: Progress,
    cancelled: Callable[[], bool],
    holding: tuple[int, ...] = (),
) -> Prepared:
    """What `prepare` returns or raises; raises Cancelled too."""
    with confined(
        "convergent.facts.child",
        limits=limits,
        progress=progress,
        cancelled=cancelled,
        holding=holding,
    ) as child:
        child.begin(asdict(request))
        return _prepared(next(child.answers())["prepared"])


def _prepared(stored: dict[str, Any]) -> Prepared:
    return Prepared(
        is_acceptable=stored["is_acceptable"],
        files=[Recognized(**one) for one in stored["files"]],
        counts={name: TableCount(**one) for name, one in stored["counts"].items()},
        errors=[Finding(**one) for one in stored["errors"]],
        notices=[Finding(**one) for one in stored["notices"]],
        broken=[Broken(**one) for one in stored["broken"]],
        hashes=stored["hashes"],
        differences=[difference_from(one) for one in stored["differences"]],
        is_doubtful=stored["is_doubtful"],
        inputs=stored["inputs"],
        has_quarantine=stored["has_quarantine"],
    )


def _prepare(asked: dict[str, Any], answering: Answering) -> dict[str, Any]:
    try:
        done = prepare(_request(asked), progress=answering.progress)
    except duckdb.OutOfMemoryException as no_memory:
        raise MemoryError from no_memory
    except duckdb.IOException as trouble:
        raise OSError from trouble
    done.notices.extend([] if answering.is_confined else [UNCONFINED])
    return {"prepared": asdict(done)}


def _request(stored: dict[str, Any]) -> Request:
    serving, mappings = stored["serving"], stored["mappings"]
    return Request(
        **stored
        | {
            "paths": tuple(map(Path, stored["paths"])),
            "staging": Path(stored["staging"]),
            "serving": Path(serving) if serving else None,
            "mappings": Path(mappings) if mappings else None,
            "as_of": date.fromisoformat(stored["as_of"]),
            "forgotten": tuple(stored["forgotten"]),
        }
    )


if __name__ == "__main__":
    answer(_prepare)
