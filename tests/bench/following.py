"""How long Records take to follow a big district's exports: 75,000 people in 100,000 terms.

Four snapshots, one after another: everything is new; the same again; a tenth of the staff has
left and a tenth has moved; everybody has another e-mail address. What was learnt: the first takes
its time in writing rows, the second in reading them, and nothing is asked of the database for
each person.
"""

import json
import os
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

STAFF, TERMS, SCHOOLS = 75_000, 100_000, 500
BEGAN, LEFT = date(2021, 8, 1), 10


def main():
    with tempfile.TemporaryDirectory(prefix="convergent-bench-") as folder:
        os.environ["CONVERGENT_HOME"] = f"{folder}/home"
        os.environ["DJANGO_SETTINGS_MODULE"] = "convergent.web.settings"
        from convergent.cli.serving import prepare

        prepare()
        told = {"staff": STAFF, "terms": TERMS, **_seconds(Path(folder))}
    told["megabytes_at_most"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(told, indent=1))  # noqa: T201


def _seconds(folder):
    exports = _exports()
    told = {}
    for name, change in STEPS.items():
        change(exports)
        snapshot = exports.snapshot(folder)
        told[name] = _followed(snapshot)
    return told


def _followed(snapshot):
    from convergent.people.following import follow

    began, worked = time.perf_counter(), time.process_time()
    done = follow(snapshot)
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "seconds_of_this_process": round(time.process_time() - worked, 1),
        **vars(done),
    }


def _exports():
    from tests.people.exports import Exports

    networks = {f"n{number}": ("local", f"Network {number}", "d") for number in range(10)}
    schools = {
        _school(number): ("school", f"School {number}", f"n{number % 10}")
        for number in range(SCHOOLS)
    }
    return Exports(
        orgs={"d": ("district", "District", None), **networks, **schools},
        people={f"p{number}": (f"Given{number}", f"Family{number}") for number in range(STAFF)},
        roles={_role(number) for number in range(TERMS)},
    )


def _school(number):
    return f"s{number % SCHOOLS}"


def _role(number):
    """Everybody teaches; every third coaches at another school as well."""
    person, again = number % STAFF, number >= STAFF
    where = _school(person + again)
    return (f"p{person}", where, "ext:coach" if again else "teacher", BEGAN, None)


def _nothing(exports):
    """As it is."""


def _summer(exports):
    """Every tenth leaves, and the one after moves to another school."""
    for number in range(0, STAFF, LEFT):
        exports.people.pop(f"p{number}")
        exports.roles -= {_role(number), _role(number + STAFF)}
        exports.roles -= {_role(number + 1)}
        exports.roles.add(
            (f"p{number + 1}", _school(number + 2), "teacher", date(2026, 8, 1), None)
        )


def _another_domain(exports):
    exports.domain = "other.example"


STEPS = {"first": _nothing, "again": _nothing, "summer": _summer, "domain": _another_domain}

if __name__ == "__main__":
    main()
