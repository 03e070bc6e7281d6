import csv
import hashlib
import json
from collections import Counter, defaultdict
from datetime import date
from statistics import mean

import pytest

from convergent.demo.simulate import simulate
from convergent.facts.load import Options, load

TODAY = date(2026, 11, 19)


def _rows(directory, name):
    with (directory / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def _truths(directory):
    return json.loads((directory / "truths.json").read_text())


def _hashes(directory):
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in directory.iterdir()}


def test_same_arguments_write_the_same_bytes(exports, tmp_path):
    simulate(tmp_path / "again", students=600, seed=1, today=TODAY)

    assert _hashes(tmp_path / "again") == _hashes(exports)


def test_another_seed_writes_other_valid_exports(exports, tmp_path):
    simulate(tmp_path / "other", students=600, seed=2, today=TODAY)

    assert _rows(tmp_path / "other", "users") != _rows(exports, "users")
    result = load([tmp_path / "other"], home=tmp_path / "home")
    assert (result.status, result.errors) == ("published", ())


@pytest.mark.parametrize("today", [date(2027, 2, 28), date(2026, 7, 15), date(2026, 8, 1)])
def test_any_day_of_the_year_makes_valid_exports(tmp_path, today):
    simulate(tmp_path / "exports", students=600, seed=3, today=today)

    result = load([tmp_path / "exports"], home=tmp_path / "home", options=Options(as_of=today))

    assert (result.status, result.errors) == ("published", ())


def test_too_few_students_are_refused(tmp_path):
    with pytest.raises(ValueError, match="at least 200 students"):
        simulate(tmp_path, students=199, today=TODAY)


@pytest.mark.parametrize("students", [200, 601, 4_000])
def test_every_student_is_enrolled_once(tmp_path, students):
    simulate(tmp_path, students=students, seed=1, today=TODAY)

    roles = [r for r in _rows(tmp_path, "roles") if r["role"] == "student" and not r["endDate"]]

    assert len({role["userSourcedId"] for role in roles}) == len(roles) == students


def test_school_names_and_addresses_of_staff_are_unique(tmp_path):
    simulate(tmp_path, students=70_000, seed=1, today=TODAY)

    schools = Counter(o["name"] for o in _rows(tmp_path, "orgs") if o["type"] == "school")
    addresses = Counter(u["email"] for u in _rows(tmp_path, "users") if u["email"])

    assert (len(schools), max(schools.values())) == (140, 1)
    assert max(addresses.values()) == 1
    assert {address.rpartition("@")[2] for address in addresses} == {"harborcity.example"}
    assert all(address.isascii() for address in addresses)


def test_no_term_ends_before_it_begins(exports):
    backwards = [r for r in _rows(exports, "roles") if "" < r["endDate"] < r["beginDate"]]

    assert backwards == []


def test_turnover_shows_as_vacant_acting_and_returning(tmp_path):
    simulate(tmp_path, students=30_000, seed=1, today=TODAY)
    open_roles, past = defaultdict(list), defaultdict(list)
    for role in _rows(tmp_path, "roles"):
        is_open = not role["endDate"] or role["endDate"] >= TODAY.isoformat()
        (open_roles if is_open else past)[role["orgSourcedId"], role["role"]].append(role)

    for school in _truths(tmp_path)["schools"]:
        holding = open_roles[school["school"], "principal"]
        expected = {"vacant": [], "acting": ["true"]}.get(school["principalship"], ["false"])
        assert [role["metadata.acting"] for role in holding] == expected
    returned = [
        role
        for key, roles in open_roles.items()
        if key[1] == "teacher"
        for role in roles
        if role["userSourcedId"] in {before["userSourcedId"] for before in past[key]}
    ]
    assert len(returned) > 20


def test_built_in_gains_are_found_in_the_results(tmp_path):
    simulate(tmp_path, students=30_000, seed=1, today=TODAY)
    homes = {u["sourcedId"]: u["primaryOrgSourcedId"] for u in _rows(tmp_path, "users")}
    schools = {school["school"]: school for school in _truths(tmp_path)["schools"]}
    scores = defaultdict(list)
    for result in _rows(tmp_path, "results"):
        school = schools[homes[result["student_id"]]]
        expected = 425 + 25 * int(result["grade"])
        improves = school["yearly_gain"] > 0
        scores[improves, result["date"][:4]].append(int(result["score"]) - expected)

    grown = {
        kind: mean(scores[kind, "2026"]) - mean(scores[kind, "2024"]) for kind in (True, False)
    }

    assert 2 < grown[True] - grown[False] < 12


def test_scores_are_lower_where_need_is_higher(tmp_path):
    simulate(tmp_path, students=6_000, seed=1, today=TODAY)
    poor = {
        d["sourcedId"]: d["metadata.economicDisadvantage"] for d in _rows(tmp_path, "demographics")
    }
    levels = defaultdict(list)
    for result in _rows(tmp_path, "results"):
        levels[poor[result["student_id"]]].append(int(result["level"]))

    assert mean(levels["false"]) - mean(levels["true"]) > 0.3
