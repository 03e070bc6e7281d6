"""Backups while somebody writes, some of them killed: `python -m tests.torture.operating`, by JSON.

It works on the home folder of CONVERGENT_HOME. A writer is a fork that says after each commit which
row it was; a backup is a fork too. Each whole backup holds every row that was said before it began,
and can be restored; a killed one is whole or says that it is none.
"""

import json
import os
import random
import signal
import struct
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import django

PAUSE = (
    0.01  # between two writes: as busy as a large district, and no more rows than can be checked
)


def torture(*, backups, kills, rehearsed, seed=1):
    """What came of it, as counts; raises AssertionError for the first that is not as it must be."""
    chance = random.Random(seed)
    killed = set(chance.sample(range(1, backups + 1), kills))
    names = ("backups", "killed", "killed_when_whole", "rehearsed")
    counts = dict.fromkeys(names, 0) | {"least_margin": None}
    usual = 0.2
    with tempfile.TemporaryDirectory() as folder, writing() as written:
        for number in range(1, backups + 1):
            while written() < number:
                time.sleep(0.01)
            before, began = written(), time.monotonic()
            place = Path(folder, str(number))
            backup = forked(back_up_into, place)
            if number in killed:
                time.sleep(chance.uniform(0, usual))
                os.kill(backup, signal.SIGKILL)
            ended = os.waitpid(backup, 0)[1]
            usual = time.monotonic() - began if number not in killed else usual
            if number not in killed and ended:
                raise AssertionError(f"backup {number} ended with {ended}")
            judge(place, before, counts, is_killed=number in killed, rehearses=rehearsed(number))
    return counts | {"written": written.last, "seed": seed}


def judge(place, before, counts, *, is_killed, rehearses):
    from convergent.errors import BadInput
    from convergent.upkeep.drill import rehearse
    from convergent.upkeep.manifest import read_manifest, refuse_damaged

    counts["backups"] += 1
    counts["killed"] += is_killed
    try:
        manifest = read_manifest(place)
    except BadInput:
        if not is_killed:
            raise
        return
    counts["killed_when_whole"] += is_killed
    refuse_damaged(place, manifest)
    margin = manifest.chain_number - before
    if margin < 0 or manifest.rows["audit_auditrow"] != manifest.chain_number:
        raise AssertionError(f"{place.name} lacks rows that were acknowledged: {margin}")
    least = counts["least_margin"]
    counts["least_margin"] = margin if least is None else min(margin, least)
    if rehearses:
        counts["rehearsed"] += rehearse(place)["audit_rows"] >= before


def back_up_into(place):
    from convergent.upkeep.backup import back_up

    back_up(place)


class Written:
    """The last row that a writer said to be committed."""

    def __init__(self):
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as this does
        self.last = 0
        self.say(0)

    def say(self, number):
        os.pwrite(self.file.fileno(), struct.pack("q", number), 0)

    def __call__(self):
        (self.last,) = struct.unpack("q", os.pread(self.file.fileno(), 8, 0))
        return self.last


@contextmanager
def writing():
    written = Written()
    writer = forked(write_on, written)
    try:
        yield written
    finally:
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)


def write_on(written):
    from django.db import transaction

    from convergent.audit.chain import append

    told = {"kind": "change", "action": "add person", "by": None, "about": None, "why": ""}
    while True:
        with transaction.atomic():
            row = append(**told, thing="torture", thing_id="1", detail={})
        written.say(row.number)
        time.sleep(PAUSE)


def forked(work, *arguments):
    """A process with connections of its own; its trouble is told, and its end is not ours."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work(*arguments)
        code = 0
    finally:
        if code:
            import traceback

            traceback.print_exc()
        os._exit(code)


def main():
    asked = json.loads(sys.argv[1])
    os.environ["DJANGO_SETTINGS_MODULE"] = "convergent.web.settings"
    django.setup()
    every = asked.pop("rehearse_every")
    print(json.dumps(torture(**asked, rehearsed=lambda number: number % every == 0)))  # noqa: T201


if __name__ == "__main__":
    main()
