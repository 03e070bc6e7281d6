"""Files from outside are read in a process of its own, with limits on memory, time and size.

It is told what to read as one JSON object on standard input, and answers on standard output in
lines of JSON: progress, and at the end what came of it. It has no secret in its environment, no
open file but these and those that it is to hold, and no network.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import IO, Any

import duckdb

from convergent.facts.confinement import Limits, end_with, limit, refuse_network
from convergent.facts.findings import (
    Broken,
    ExportRefused,
    Finding,
    Recognized,
    TableCount,
    difference_from,
    no_room,
)
from convergent.facts.preparing import Prepared, Request, prepare
from convergent.facts.progress import Cancelled, Progress

PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "PYTHONSAFEPATH")
UNCONFINED = Finding(
    file="",
    rule="confinement",
    fix="Load files that you trust alone: this system cannot keep their reading off the network.",
)
ENDED_BY_LIMIT = {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ}


def prepare_in_child(
    request: Request,
    *,
    limits: Limits,
    progress: Progress,
    cancelled: Callable[[], bool],
    holding: tuple[int, ...] = (),
) -> Prepared:
    """What `prepare` returns or raises; raises Cancelled too.

    `holding` are file descriptors, such as a lock's, that are to stay open as long as the child.
    """
    with (
        tempfile.TemporaryFile("w+", errors="replace") as complaints,
        subprocess.Popen(
            [sys.executable, "-m", "convergent.facts.child", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            pass_fds=holding,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ}
            | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        ) as child,
    ):
        try:
            conversation = _Conversation(child, complaints, progress, cancelled)
            return conversation.hold(_as_json(request, limits))
        finally:
            child.kill()


class _Conversation:
    """What the parent says and hears."""

    def __init__(
        self,
        child: "subprocess.Popen[str]",
        complaints: IO[str],
        progress: Progress,
        cancelled: Callable[[], bool],
    ) -> None:
        self.child = child
        self.complaints = complaints
        self.progress = progress
        self.cancelled = cancelled
        self.step = ""

    def hold(self, request: str) -> Prepared:
        told = self._tell(request)
        for line in told:
            if not line.endswith("\n"):
                break  # it was ended in the middle of a word
            answer = json.loads(line)
            if "prepared" in answer:
                return _prepared(answer["prepared"])
            if "refused" in answer:
                raise ExportRefused(*(Finding(**one) for one in answer["refused"]))
            self.step = answer["step"]
            self.progress(self.step, answer["done"], answer["total"])
            if self.cancelled():
                raise Cancelled
        raise self._death()

    def _tell(self, request: str) -> Iterator[str]:
        """Standard input stays open: a child whose parent is gone hears it there too."""
        if self.child.stdin is None or self.child.stdout is None:
            raise RuntimeError("the child has no pipes")
        try:
            self.child.stdin.write(request + "\n")
            self.child.stdin.flush()
        except BrokenPipeError:
            raise self._death() from None
        yield from self.child.stdout

    def _death(self) -> Exception:
        """A child that was ended by a limit refuses; one that failed is our bug."""
        ended = self.child.wait()
        if ended in ENDED_BY_LIMIT:
            return ExportRefused(_beyond_limits(self.step))
        self.complaints.seek(0)
        return RuntimeError(
            f"reading ended with {ended} during {self.step!r}: {self.complaints.read()}"
        )


def _at_work(step: str) -> str:
    """The file or the table that a step is about."""
    verb, _, at_work = step.partition(" ")
    return at_work if verb in {"Reading", "Checking", "Writing"} else ""


def _beyond_limits(step: str) -> Finding:
    return Finding(
        file=_at_work(step),
        rule="memory and time of a load",
        fix="Send fewer or smaller files, or allow more: load_megabytes, load_minutes.",
    )


def _as_json(request: Request, limits: Limits) -> str:
    return json.dumps({"request": asdict(request), "limits": asdict(limits)}, default=str)


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


def main() -> None:
    """The child: confines itself, reads its request, answers."""
    end_with(int(sys.argv[1]))
    asked = json.loads(sys.stdin.readline())
    limit(Limits(**asked["limits"]))
    is_confined = refuse_network()
    answering = _Answering()
    try:
        done = prepare(_request(asked["request"]), progress=answering.progress)
    except ExportRefused as refused:
        answering.refuse(*refused.findings)
    except (MemoryError, duckdb.OutOfMemoryException):
        answering.refuse(_beyond_limits(answering.step))
    except (OSError, duckdb.IOException) as trouble:
        answering.refuse(no_room(trouble, file=_at_work(answering.step)))
    else:
        done.notices.extend([] if is_confined else [UNCONFINED])
        answering.say({"prepared": asdict(done)})


class _Answering:
    """What the child says; `step` is what it is about."""

    def __init__(self) -> None:
        self.step = ""

    def progress(self, step: str, done: int, total: int) -> None:
        self.step = step
        self.say({"step": step, "done": done, "total": total})

    def refuse(self, *findings: Finding) -> None:
        self.say({"refused": [asdict(one) for one in findings]})

    def say(self, answer: dict[str, Any]) -> None:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


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
    main()
