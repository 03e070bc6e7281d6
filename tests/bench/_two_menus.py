"""Two accounts, each with a menu of its own: before results came late, and after.

What is told of a cell is a count, mean, share, median or gap of its students' amounts. From two of
them something of few is derived where one cell lies within the other and fewer than ten amounts are
beside it, or where a gap and a mean tell the mean of another group that has so few.
"""

import csv
import shutil
from collections import defaultdict
from datetime import date

import duckdb
import numpy as np

from convergent.facts.load import Options, load
from convergent.facts.measures.aggregate_table import AGAINST
from convergent.facts.measures.build import build
from convergent.facts.measures.folders import GROWTH, TOLD, measures_folder
from convergent.facts.measures.rules import Rules
from convergent.facts.measures.student_groups import ORIGINS, PROGRAMS
from convergent.facts.snapshot import current_snapshot
from convergent.facts.values import SMALLEST_GROUP
from tests.facts.measures.simulated_district import Recomputed
from tests.facts.measures.test_between_loads import Kept

TODAY = date(2026, 11, 22)
SPRING = 2024
"""The first one: of later ones growth is told, which every late result changes for everybody."""
LATE = {"Reading": (0.0, 3), "Mathematics": (0.7, 3)}
"""Of each subject so many schools' results of that spring came late, and of one more so many
students': the one stands as it was told, the other is told anew.
"""
AMOUNTS = {
    "mean_score": "score",
    "gap_in_means": "score",
    "share_at_level": "is_at_level",
    "median_growth": "growth",
    "mean_growth": "growth",
}
COLUMNS = {
    "asian": "asian",
    "black_or_african_american": "blackOrAfricanAmerican",
    "hispanic_or_latino": "hispanicOrLatinoEthnicity",
    "two_or_more_races": "demographicRaceTwoOrMoreRaces",
    "white": "white",
    "economic_disadvantage": "metadata.economicDisadvantage",
    "english_learner": "metadata.englishLearner",
    "disability": "metadata.disability",
}
_TOLD = f"""SELECT measure, subject, school_year, place_id, grade, student_group, told_from
FROM read_parquet(?) WHERE measure IN {tuple(AMOUNTS)} AND place_kind <> 'team'
    AND withheld IS NULL AND part = '' AND bound = '' ORDER BY ALL"""


def attacked(exports, folder, count):
    """Random pairs of answers, half of them to one question, and all to one question."""
    menus, truths = _menus(exports, folder)
    told = [_known(menu, truths) for menu in menus]
    questions = sorted(told[0].keys() & told[1].keys())
    by_unit = [defaultdict(list), defaultdict(list)]
    for at, menu in enumerate(told):
        for key in sorted(menu):
            by_unit[at][key[1:3]].append(key)
    chance, units = np.random.default_rng(1), sorted(by_unit[0].keys() & by_unit[1].keys())
    found = {"asked": count, "answers": [len(one) for one in told], "related": 0, "of_few": 0}
    for number in range(count + len(questions)):
        if number >= count:
            pair = (questions[number - count],) * 2
        else:
            unit = units[chance.integers(len(units))]
            pair = [menu[unit][chance.integers(len(menu[unit]))] for menu in by_unit]
        students = learned(told[0][pair[0]], told[1][pair[1]])
        found["related"] += students is not None
        found["of_few"] += students is not None and 0 < students < SMALLEST_GROUP
    return {**found, "same_question_beside": len(questions), "told_anew": _anew(menus)}


def learned(one, other):
    """Of how many students two answers tell something together, None where of nobody by itself."""
    if len(one) != len(other):
        gap, (mean,) = (one, other) if len(one) > len(other) else (other, one)
        rest = [part for part in gap if part != mean]
        return len(rest[0]) if len(rest) == 1 else None
    unequal = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    if len(unequal) != 1:
        return None
    before, after = unequal[0]
    students = [{student for student, _ in part} for part in (before, after)]
    if students[0] <= students[1] or students[1] <= students[0]:
        return len({student for student, _ in before ^ after})
    return None


def _menus(exports, folder):
    """What two loads told, and whose amounts were behind it, by the names of their snapshots."""
    ledger, home = Kept(folder / "ledger"), folder / "home"
    menus, truths = [], {}
    for source in (_without_late_results(exports, folder / "earlier"), exports):
        load([source], home=home, options=Options(as_of=TODAY))
        snapshot = current_snapshot(home)
        build(snapshot, home, rules=Rules(), today=TODAY, ledger=ledger)
        menus.append(measures_folder(snapshot) / TOLD)
        growth = duckdb.execute(
            "SELECT student, subject, school_year, growth FROM read_parquet(?)",
            [str(measures_folder(snapshot) / GROWTH)],
        ).fetchall()
        truths[snapshot.id] = _amounts(Recomputed(source), {row[:3]: row[3] for row in growth})
    return menus, truths


def _without_late_results(exports, folder):
    shutil.copytree(exports, folder)
    district, at_school = Recomputed(exports), defaultdict(lambda: defaultdict(list))
    for row in district.results:
        if row["date"].startswith(str(SPRING)):
            school = district.school(row["student_id"], row["date"])
            at_school[row["subject"]][school].append(row["student_id"])
    late = set()
    for subject, (share, few) in LATE.items():
        largest = sorted(at_school[subject].values(), key=len, reverse=True)
        whole = round(share * len(largest))
        for students in (*largest[:whole], largest[whole][:few]):
            late |= {(subject, one) for one in students}
    kept = [
        row
        for row in district.results
        if not row["date"].startswith(str(SPRING))
        or (row["subject"], row["student_id"]) not in late
    ]
    with (folder / "results.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, kept[0])
        writer.writeheader()
        writer.writerows(kept)
    return folder


def _amounts(district, growth):
    """Of each kind of amount, by cell: who has which."""
    found = {kind: defaultdict(set) for kind in set(AMOUNTS.values())}
    for row in district.results:
        student, year = row["student_id"], int(row["date"][:4])
        each = {"score": float(row["score"]), "is_at_level": int(row["level"]) >= 3}
        grown = growth.get((student, row["subject"], year))
        if grown is not None:
            each["growth"] = grown
        for cell in _cells(district, row):
            for kind, amount in each.items():
                found[kind][row["subject"], year, *cell].add((student, amount))
    return found


def _cells(district, row):
    school = district.school(row["student_id"], row["date"])
    network = district.parents[school]
    groups = ["all", *_groups(district, row["student_id"], row["date"])]
    for place in (school, network, district.parents[network]):
        yield place, row["grade"], "all"
        for group in groups:
            yield place, "", group


def _groups(district, student, day):
    flags = district.flags[student]
    yield flags["sex"]
    programs = [one.name for one in PROGRAMS]
    for name in (*ORIGINS, *programs):
        column = COLUMNS.get(name)
        if district.programs[student, name]:
            is_in = any(day >= begin for begin in district.programs[student, name])
        else:
            is_in = bool(column) and flags[column] == "true"
        if is_in:
            yield name
        elif name in programs:
            yield f"not_{name}"


def _known(menu, truths):
    """Each question that is answered, and whose amounts are behind each part of the answer."""
    found = {}
    for *key, told_from in duckdb.execute(_TOLD, [str(menu)]).fetchall():
        measure, subject, year, place, grade, group = key
        amounts = truths[told_from][AMOUNTS[measure]]
        parts = [amounts[subject, year, place, grade, one] for one in group.split(AGAINST)]
        found[tuple(key)] = tuple(frozenset(one) for one in parts)
    return found


def _anew(menus):
    """Of how many answers of the second menu that are not in the first as they are."""
    ((count,),) = duckdb.execute(
        "SELECT count(*) FROM read_parquet(?) WHERE told_from NOT IN "
        "(SELECT told_from FROM read_parquet(?))",
        [str(menus[1]), str(menus[0])],
    ).fetchall()
    return count
