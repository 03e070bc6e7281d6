"""How fast growth percentiles are beside R's, and how a whole district fares.

`./dev bench growth [--students N] [--district N] [--processes N] [--rounds N] [--no-anchor]`.

The model is that of R's SGP with its defaults: 70,000 students, three priors, a hundred quantiles.
Seconds of computing on one core are told for fits and scoring; starting Python, importing and
compiling apart. The anchor is R's quantreg (Debian: r-cran-quantreg) in the same run: its fast
method `fn` for all quantiles, its default `br` for five, scaled up. Where it is not installed the
41.3 s stand that R SGP 2.2 with `fn` took for such a model on another machine.

The district has its students evenly in grades 4 to 8, with two subjects and up to three priors;
memory is the most that the parent ever held plus, for each process, the most that any child did.
"""

import argparse
import csv
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

DOCUMENTED = 41.3
"""CPU seconds of R SGP 2.2-0.0 with quantreg 5.94, method fn: 70,000 students, three priors."""
SCRIPT = Path(__file__).parent / "_quantreg.R"
GRADES, SUBJECTS, YEAR = range(4, 9), ("mathematics", "reading"), 2025


def main():
    asked = _arguments()
    if asked.part:
        print(json.dumps(PARTS[asked.part](asked)))  # noqa: T201
        return
    with tempfile.TemporaryDirectory(prefix="convergent-bench-") as folder:
        asked.folder = folder
        _apart("compile", asked)  # so that what follows finds everything compiled
        told = {"model": _apart("model", asked)}
        told["model"]["import_and_loading_of_compiled_code"] = _apart("imports", asked)
        told["model"] |= _beside(told["model"], _anchor(asked))
    told["compilation"] = _compiled_anew(asked)
    told["district"] = _apart("district", asked)
    told["machine"] = _machine()
    print(json.dumps(told, indent=1))  # noqa: T201


def _arguments():
    parser = argparse.ArgumentParser(prog="./dev bench growth")
    parser.add_argument("--students", type=int, default=70_000)
    parser.add_argument("--district", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-anchor", action="store_true", help="do not run R")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    return parser.parse_args()


def _apart(part, asked, **environment):
    """One part in a process of its own, so that none profits from another."""
    options = {name: value for name, value in vars(asked).items() if name != "part" and value}
    arguments = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    arguments = [one.removesuffix("=True") for one in arguments]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.growth", f"--part={part}", *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(ran.stdout)


def _compile(asked):
    from convergent.analysis.growth import TAUS, Knots, design, quantile_process

    began = time.process_time()
    scores, priors = _scores(5_000, priors=3, seed=1)
    knots = [Knots.of(one) for one in priors.T]
    quantile_process(scores, design(priors, knots), TAUS[45:55])
    return {"cpu": round(time.process_time() - began, 2)}


def _compiled_anew(asked):
    with tempfile.TemporaryDirectory() as nowhere:
        return _apart("compile", asked, NUMBA_CACHE_DIR=nowhere)


def _imports(asked):
    began = time.process_time()
    _compile(asked)
    return {"cpu": round(time.process_time() - began, 2)}


def _model(asked):
    """Fits and scoring of the model with all priors, which is what the anchor does too."""
    import numpy as np

    from convergent.analysis.growth import TAUS, Knots, design, quantile_process
    from convergent.analysis.growth.matrices import HALF_DIGIT

    _compile(asked)
    scores, priors = _scores(asked.students, priors=3, seed=2)
    seconds = []
    for _ in range(asked.rounds):
        began = time.process_time()
        below = np.zeros(len(scores), np.uint8)
        knots = [Knots.of(one) for one in priors.T]

        def count(_, left, below=below):
            np.add(below, left > HALF_DIGIT, out=below)

        quantile_process(scores, design(priors, knots), TAUS, seen=count)
        seconds.append(time.process_time() - began)
    table = np.column_stack([scores, priors])
    head = "score," + ",".join(f"prior_{at}" for at in (1, 2, 3))
    np.savetxt(f"{asked.folder}/in.csv", table, "%g", ",", header=head, comments="")
    np.savetxt(f"{asked.folder}/ours.csv", np.clip(below, 1, 99), "%d")
    return {
        "students": asked.students,
        "priors": 3,
        "quantiles": len(TAUS),
        "cpu": round(median(seconds), 3),
        "every_cpu": [round(one, 3) for one in seconds],
    }


def _anchor(asked):
    """What R takes for the same file, and how many percentiles are the same; or None."""
    if asked.no_anchor or shutil.which("Rscript") is None:
        return None
    theirs = f"{asked.folder}/theirs.csv"
    command = ["Rscript", "--vanilla", str(SCRIPT), f"{asked.folder}/in.csv", theirs]
    ran = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **ONE_THREAD})
    if ran.returncode:
        sys.stderr.write(ran.stderr)
        return None
    ours = Path(asked.folder, "ours.csv").read_text().split()
    with Path(theirs).open() as file:
        pairs = [
            int(row["sgp"]) - int(own) for row, own in zip(csv.DictReader(file), ours, strict=True)
        ]
    different = [one for one in pairs if one]
    most = max(map(abs, different), default=0)
    return {**json.loads(ran.stdout), "different": len(different), "by_at_most": most}


ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def _beside(model, anchor):
    told = {"anchor": anchor or "not run: the documented 41.3 s stand"}
    if anchor:
        told["times_less_than_br"] = round(anchor["br_cpu"] / model["cpu"], 1)
        told["times_less_than_fn"] = round(anchor["fn_cpu"] / model["cpu"], 1)
    if model["students"] == 70_000:
        told["times_less_than_documented"] = round(DOCUMENTED / model["cpu"], 1)
        told["bound"] = 80
    return told


def _district(asked):
    from convergent.analysis.growth import growth_of_district

    results = _results(asked.district)
    held = _megabytes(resource.RUSAGE_SELF)
    tasks = [one for one in results.tasks(most_priors=3) if one.year == YEAR]
    began = time.perf_counter()
    growths = list(growth_of_district(results, tasks, processes=asked.processes))
    seconds = time.perf_counter() - began
    child = _megabytes(resource.RUSAGE_CHILDREN)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "students": asked.district,
        "results": len(results.students),
        "tasks": len(growths),
        "percentiles": sum(len(one.rows) for one in growths),
        "processes": asked.processes,
        "seconds": round(seconds, 1),
        "bound_seconds": 60,
        "cpu": round(sum(one.ru_utime + one.ru_stime for one in (own, children)), 1),
        "megabytes_of_results_before": held,
        "megabytes_at_most": _megabytes(resource.RUSAGE_SELF) + asked.processes * child,
        "bound_megabytes": 2048,
    }


def _megabytes(whose):
    return resource.getrusage(whose).ru_maxrss >> 10


def _scores(students, *, priors, seed):
    """Whole scale scores of about three hundred values, the current one and those before."""
    import numpy as np

    chance = np.random.default_rng(seed)
    ability = chance.normal(600, 55, students)
    columns = np.empty((students, priors + 1))
    for at in range(priors + 1):
        columns[:, at] = (ability - 15 * at + chance.normal(0, 30, students)).round()
    return columns[:, 0], columns[:, 1:]


def _results(students):
    """In long form: each student's current result and those of up to three years before."""
    import numpy as np

    from convergent.analysis.growth import Results

    of_grade = students // len(GRADES)
    parts = []
    for subject in range(len(SUBJECTS)):
        for grade in GRADES:
            before = min(grade - 3, 3)
            scores, priors = _scores(of_grade, priors=before, seed=10 * subject + grade)
            who = np.arange(of_grade, dtype=np.int32) + of_grade * grade
            for back, column in enumerate([scores, *priors.T]):
                same = [np.full(of_grade, one, np.int16) for one in (YEAR - back, grade - back)]
                parts.append((who, np.full(of_grade, subject, np.int8), *same, column))
    columns = (np.concatenate(one) for one in zip(*parts, strict=True))
    return Results(*columns, subject_names=SUBJECTS)


def _machine():
    return {
        "processors": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


PARTS = {"compile": _compile, "imports": _imports, "model": _model, "district": _district}

if __name__ == "__main__":
    main()
