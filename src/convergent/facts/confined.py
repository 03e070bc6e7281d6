"""A process of its own, with limits on memory, time and size, for what comes from outside.

It is told what to do as one JSON object on a line of standard input, and answers on standard output
in lines of JSON: progress, questions, and at the end what came of it. It has no secret in its
environment, no open file but these and those that it is to hold, and no network.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import IO, Any

from convergent.facts.confinement import Limits, end_with, limit, refuse_network
from convergent.facts.findings import ExportRefused, Finding, no_room
from convergent.facts.progress import Cancelled, Progress

PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "PYTHONSAFEPATH")
UNCONFINED = Finding(
    file="",
    rule="confinement",
    fix="Load files that you trust alone: this system cannot keep their reading off the network.",
)
ENDED_BY_LIMIT = {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ}
AT_WORK = {"Reading", "Checking", "Writing", "Fetching"}


@contextmanager
def confined(
    module: str,
    *,
    limits: Limits,
    progress: Progress,
    cancelled: Callable[[], bool],
    holding: tuple[int, ...] = (),
) -> Iterator["Child"]:
    """The module, run in such a process, which is ended with the block.

    `holding` are file descriptors, such as a lock's, that are to stay open as long as it lives.
    """
    with (
        tempfile.TemporaryFile("w+", errors="replace") as complaints,
        subprocess.Popen(
            [sys.executable, "-m", module, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            pass_fds=holding,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ}
            | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        ) as process,
    ):
        try:
            yield Child(process, complaints, limits, progress, cancelled)
        finally:
            process.kill()


class Child:
    """What is said to it and heard of it."""

    def __init__(
        self,
        process: "subprocess.Popen[bytes]",
        complaints: IO[str],
        limits: Limits,
        progress: Progress,
        cancelled: Callable[[], bool],
    ) -> None:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the child has no pipes")
        self._process = process
        self._hears, self._says = process.stdin, process.stdout
        self._complaints = complaints
        self._limits = limits
        self._progress = progress
        self._cancelled = cancelled
        self._step = ""

    def begin(self, request: dict[str, Any]) -> None:
        self.say({"request": request, "limits": asdict(self._limits)})

    def say(self, said: dict[str, Any], body: bytes = b"") -> None:
        """Standard input stays open: a child whose parent is gone hears it there too."""
        try:
            self._hears.write(json.dumps(said, default=str).encode() + b"\n" + body)
            self._hears.flush()
        except BrokenPipeError:
            raise self._death() from None

    def answers(self) -> Iterator[dict[str, Any]]:
        """What it says beside its progress. Raises what it refused, Cancelled, and its death."""
        for line in self._says:
            if not line.endswith(b"\n"):
                break  # it was ended in the middle of a word
            answer = json.loads(line)
            if "refused" in answer:
                raise ExportRefused(*(Finding(**one) for one in answer["refused"]))
            if "step" in answer:
                self._hear_step(**answer)
            else:
                yield answer
        raise self._death()

    def _hear_step(self, step: str, done: int, total: int) -> None:
        self._step = step
        self._progress(step, done, total)
        if self._cancelled():
            raise Cancelled

    def _death(self) -> Exception:
        """A child that was ended by a limit refuses; one that failed is our bug."""
        _, status, used = os.wait4(self._process.pid, 0)
        ended = self._process.returncode = os.waitstatus_to_exitcode(status)
        if used.ru_utime + used.ru_stime >= self._limits.seconds - 1:
            return ExportRefused(_too_long(self._step, self._limits))
        if ended in ENDED_BY_LIMIT:
            return ExportRefused(_too_much(self._step, self._limits))
        self._complaints.seek(0)
        return RuntimeError(
            f"reading ended with {ended} during {self._step!r}: {self._complaints.read()}"
        )


def _at_work(step: str) -> str:
    """The file or the table that a step is about."""
    verb, _, at_work = step.partition(" ")
    return at_work if verb in AT_WORK else ""


def _too_long(step: str, limits: Limits) -> Finding:
    minutes, seconds = divmod(limits.seconds, 60)
    allowed = f"{seconds} seconds" if seconds else f"{minutes:,} minutes"
    return Finding(
        file=_at_work(step),
        value=f"more than {allowed} of computing",
        rule="time of a load",
        fix="Send fewer or smaller files, or allow more with the setting load_minutes.",
    )


def _too_much(step: str, limits: Limits) -> Finding:
    return Finding(
        file=_at_work(step),
        value=f"more than {limits.most_megabytes:,} megabytes of memory",
        rule="memory of a load",
        fix="Send fewer or smaller files, or allow more with the setting load_megabytes"
        f" (now {limits.memory_megabytes}).",
    )


class Answering:
    """What the child itself says; `is_confined` is whether it was kept off the network."""

    def __init__(self, *, is_confined: bool) -> None:
        self.is_confined = is_confined
        self.step = ""

    def progress(self, step: str, done: int, total: int) -> None:
        self.step = step
        self.say({"step": step, "done": done, "total": total})

    def say(self, answer: dict[str, Any]) -> None:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    def ask(self, question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """What the parent answers, and the bytes that it announces and that follow."""
        self.say(question)
        answer: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
        return answer, sys.stdin.buffer.read(answer.get("bytes", 0))


def answer(work: Callable[[dict[str, Any], Answering], dict[str, Any]]) -> None:
    """The child: confines itself, hears its request, does the work, and says what came of it."""
    end_with(int(sys.argv[1]))
    asked = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**asked["limits"])
    limit(limits)
    answering = Answering(is_confined=refuse_network())
    try:
        answering.say(work(asked["request"], answering))
    except ExportRefused as refused:
        _refuse(answering, *refused.findings)
    except MemoryError:
        _refuse(answering, _too_much(answering.step, limits))
    except OSError as trouble:
        _refuse(answering, no_room(trouble, file=_at_work(answering.step)))


def _refuse(answering: Answering, *findings: Finding) -> None:
    answering.say({"refused": [asdict(one) for one in findings]})
