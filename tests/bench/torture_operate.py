"""Backups while somebody writes, some killed, and every whole one restored; restores killed.

`./dev bench torture-operate [--backups N] [--kills N] [--restores N] [--seed N]`, on SQLite, or on
the database of DATABASE_URL. One JSON object; the exit code is 1 where an acknowledged row was
missing, or where a restore that was killed left anything but a whole state, or a word that it was
cut off.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(prog="./dev bench torture-operate")
    parser.add_argument("--backups", type=int, default=100)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--restores", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    asked = vars(parser.parse_args())
    restores = asked.pop("restores")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="convergent-torture-") as home:
        environment = {**os.environ, "CONVERGENT_HOME": home}
        run(environment, "convergent", "audit")
        wanted = json.dumps(asked | {"rehearse_every": 1})
        told = run(environment, "tests.torture.operating", wanted)
        restored = killed_restores(environment, Path(home), restores, random.Random(asked["seed"]))
    seconds = round(time.monotonic() - began, 1)
    report = {"backups": json.loads(told), "restores": restored, "seconds": seconds}
    print(json.dumps(report, indent=1))  # noqa: T201


def killed_restores(environment, home, times, chance):
    """After each kill the state is whole, or said to be cut off; the next restore mends it."""
    with tempfile.TemporaryDirectory() as folder:
        backup = Path(folder, "backup")
        run(environment, "convergent", "backup", str(backup))
        began = time.monotonic()
        run(environment, "convergent", "restore", str(backup), "--yes")
        usual, found = time.monotonic() - began, {"killed": 0, "cut_off": 0, "whole": 0}
        for _ in range(times):
            restore = start(environment, "convergent", "restore", str(backup), "--yes")
            time.sleep(chance.uniform(0.3, 1) * usual)
            os.killpg(restore.pid, signal.SIGKILL)
            restore.wait()
            found["killed"] += 1
            found["cut_off" if is_cut_off(environment) else "whole"] += 1
        run(environment, "convergent", "restore", str(backup), "--yes")
        run(environment, "convergent", "audit")
        left = sorted(one.name for one in home.glob("restor*"))
    return found | {"left_over": left}


def is_cut_off(environment):
    """Else the audit holds; anything but the two is a failure."""
    told = start(environment, "convergent", "audit")
    _out, err = told.communicate()
    if told.returncode and "A restore was cut off here" not in err:
        sys.stderr.write(err)
        raise SystemExit(1)
    return bool(told.returncode)


def start(environment, module, *arguments):
    command = [sys.executable, "-m", module, *arguments]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, env=environment, start_new_session=True, **quiet)


def run(environment, module, *arguments):
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(1)
    return done.stdout


if __name__ == "__main__":
    main()
