"""What the gate costs, what it leaves to be read, and what an attacker makes of all of it.

`./dev bench menu [--students N] [--pairs N]`.

An invented district is built as the demonstration is. `gate` are the seconds in which the menus of
all tests and years are made safe, `build` those of all measures. `told` is the share of the values
of ten students and more. The attacker reads whole menus, with their shares. In `two_menus` two
accounts have those of two loads: random pairs of counts, means, shares, medians and gaps, looked up
by who the students behind them are, and what they scored.
"""

import argparse
import json
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from convergent.demo.simulate import simulate
from convergent.facts.load import Options, load
from convergent.facts.measures import finishing
from convergent.facts.measures.build import build
from convergent.facts.measures.folders import AGGREGATES, TOLD, measures_folder
from convergent.facts.measures.menu import IS_ON_MENU
from convergent.facts.measures.rules import Rules
from convergent.facts.snapshot import current_snapshot
from convergent.facts.values import SMALLEST_GROUP
from tests.bench import _two_menus as two_menus
from tests.facts.measures.menu_attack import Menu

TODAY = date(2026, 11, 22)
ATTACKED = ("mean_score", "share_at_level", "mean_growth", "chronic_absence")


def main():
    asked = _arguments()
    with TemporaryDirectory() as folder:
        exports, home = Path(folder) / "exports", Path(folder) / "home"
        exports.mkdir()
        simulate(exports, students=asked.students, seed=1, today=TODAY)
        load([exports], home=home, options=Options(as_of=TODAY))
        told = {"students": asked.students, **_built(home)}
        measures = measures_folder(current_snapshot(home))
        told |= {"attacker": _attacked(home, measures)}
        told |= {"two_menus": two_menus.attacked(exports, Path(folder) / "two", asked.pairs)}
    print(json.dumps(told, indent=1))  # noqa: T201


def _arguments():
    parser = argparse.ArgumentParser(prog="./dev bench menu")
    parser.add_argument("--students", type=int, default=15_000)
    parser.add_argument("--pairs", type=int, default=100_000)
    return parser.parse_args()


def _built(home):
    seconds = []
    whole = finishing.make_safe

    def timed(connection):
        began = time.perf_counter()
        whole(connection)
        seconds.append(time.perf_counter() - began)

    finishing.make_safe = timed
    snapshot = current_snapshot(home)
    built = build(snapshot, home, rules=Rules(), today=TODAY)
    folder = measures_folder(snapshot)
    ((large, told),) = duckdb.sql(
        f"""SELECT count(*) FILTER (students >= {SMALLEST_GROUP}),
        (SELECT count(*) FROM '{folder / TOLD}' WHERE withheld IS NULL AND part = ''
            AND place_kind <> 'team' AND measure IN {ATTACKED})
        FROM '{folder / AGGREGATES}'
        WHERE {IS_ON_MENU} AND place_kind <> 'team' AND measure IN {ATTACKED}"""
    ).fetchall()
    return {
        "values": built.rows,
        "build": round(built.seconds, 1),
        "gate": round(sum(seconds), 1),
        "told": round(told / large, 3),
    }


def _attacked(home, folder):
    began = time.perf_counter()
    orgs = duckdb.sql(
        f"SELECT sourced_id, type, parent_id FROM '{home}/facts/current/orgs.parquet'"
    ).fetchall()
    kinds = {name: kind for name, kind, _ in orgs}
    networks = {name: above for name, _, above in orgs if kinds.get(above) == "local"}
    units = duckdb.sql(
        f"SELECT DISTINCT measure, subject, school_year FROM '{folder / TOLD}' ORDER BY ALL"
    ).fetchall()
    menus = [
        Menu(folder, measure=measure, subject=subject, year=year, networks=networks)
        for measure, subject, year in units
        if measure in ATTACKED
    ]
    found = [one for menu in menus for one in menu.violations()]
    return {
        "menus": len(menus),
        "numbers": sum(len(menu.told) for menu in menus),
        "violations": len(found),
        "seconds": round(time.perf_counter() - began, 1),
    }
