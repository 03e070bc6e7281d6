"""What the numbers of a new snapshot cost: from nothing, and as one spring's results come.

`./dev bench measuring [--students N] [--springs N]` (30,000 and five).

`from_nothing` has no growth kept and nothing out. `new_results` are those of the last spring, onto
a snapshot of the springs before, whose growth is kept and whose menu is out: what stands as it was
told is not made safe again. CPU seconds are those of all processes, by step too; others who use the
machine lengthen the seconds, and these not.

What was learnt, at 100,000 students and five springs, in CPU seconds with growth kept: 58, then 39
once the gate tried its quick moves before linear programs wherever everybody was tested (there was
one program for each small group, and each looked at every cell of the district, so they grew with
its square; the blocks of participation went from 1.3 to 0.3 each), teachers were counted in one
pass (5.8 to 3.9), and subtraction was asked again only near what the gate withheld. What is left,
by step: comparing, gate and all, 22.6; measures 5.1; writing 5.0; who was where 3.8. Growth from
nothing took 54, compiling among it.
"""

import argparse
import csv
import json
import os
import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from convergent.demo.simulate import simulate
from convergent.facts.load import Options, load
from convergent.facts.measures.build import build
from convergent.facts.measures.folders import all_measures
from convergent.facts.measures.ledger import NO_LEDGER
from convergent.facts.measures.rules import Rules
from convergent.facts.snapshot import current_snapshot
from tests.bench.menu import TODAY
from tests.facts.measures.test_between_loads import Kept

BOUND = 60.0


def main():
    asked = _arguments()
    with TemporaryDirectory(prefix="convergent-bench-") as folder:
        exports, home = Path(folder) / "exports", Path(folder) / "home"
        exports.mkdir()
        simulate(exports, students=asked.students, seed=1, springs=asked.springs, today=TODAY)
        whole = (exports / "results.csv").rename(Path(folder) / "results.csv")
        _without_last_spring(whole, exports / "results.csv")
        ledger = Kept(Path(folder) / "ledger")
        load([exports], home=home, options=Options(as_of=TODAY))
        _measured(home, ledger)
        load([whole], home=home, options=Options(as_of=TODAY))
        told = {"students": asked.students, "springs": asked.springs}
        told |= {"new_results": _measured(home, ledger)}
        shutil.rmtree(all_measures(current_snapshot(home)))
        told |= {"from_nothing": _measured(home, NO_LEDGER)}
    told["new_results_to_bound"] = round(told["new_results"]["seconds"] / BOUND, 2)
    print(json.dumps(told, indent=1))  # noqa: T201


def _arguments():
    parser = argparse.ArgumentParser(prog="./dev bench measuring")
    parser.add_argument("--students", type=int, default=30_000)
    parser.add_argument("--springs", type=int, default=5)
    return parser.parse_args()


def _without_last_spring(whole, file):
    with whole.open(newline="") as given, file.open("w", newline="") as kept:
        rows = csv.reader(given)
        header = next(rows)
        day = header.index("date")
        writer = csv.writer(kept)
        writer.writerow(header)
        writer.writerows(row for row in rows if not row[day].startswith(str(TODAY.year)))


def _measured(home, ledger):
    steps, began = [], time.perf_counter()

    def note(step, *_):
        name = step.partition(":")[0]
        if not steps or steps[-1][0] != name:
            steps.append((name, _cpu()))

    used = _cpu()
    rules = Rules()
    built = build(
        current_snapshot(home), home, rules=rules, today=TODAY, ledger=ledger, progress=note
    )
    steps.append(("", _cpu()))
    return {
        "values": built.rows,
        "seconds": round(time.perf_counter() - began, 1),
        "cpu": round(_cpu() - used, 1),
        "steps": {
            name: round(steps[at + 1][1] - cpu, 1) for at, (name, cpu) in enumerate(steps[:-1])
        },
    }


def _cpu():
    return sum(os.times()[:4])


if __name__ == "__main__":
    main()
