"""Days, staff and money of the simulated district: that they fit together, and follow need."""

import csv
import json
from collections import Counter, defaultdict
from datetime import date
from statistics import fmean

import pytest

from convergent.demo.exports import HEADINGS, ROSTER
from convergent.demo.simulate import simulate
from convergent.facts.load import Options, load

TODAY = date(2026, 11, 19)
pytestmark = pytest.mark.without_records


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """Sixty schools, enough for averages to tell."""
    folder = tmp_path_factory.mktemp("city")
    simulate(folder, students=30_000, seed=1, today=TODAY)
    return folder


@pytest.fixture(scope="module")
def schools(city):
    """What is true of each school, the least in need first."""
    told = json.loads((city / "truths.json").read_text())["schools"]
    return sorted(told, key=lambda school: school["need"]["economic"])


def rows(folder, name):
    with (folder / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def share(some, part, of):
    """Over the schools together."""
    return sum(part(school) for school in some) / sum(of(school) for school in some)


def test_everything_loads_without_an_error_or_a_flaw(exports, tmp_path):
    result = load([exports], home=tmp_path, options=Options(as_of=TODAY))

    assert (result.status, result.errors) == ("published", ())
    assert [notice.file for notice in result.notices] == ["truths.json"]
    ours = HEADINGS.keys() - {*ROSTER, "manifest", "results"}
    assert ours <= result.tables.keys()
    assert all(result.tables[name].loaded for name in ours)


def test_roster_alone_is_the_same_roster(exports, tmp_path):
    simulate(tmp_path, students=600, seed=1, today=TODAY, only_roster=True)

    written = {file.name for file in tmp_path.iterdir()}
    assert written == {"manifest.csv", "truths.json", *(f"{name}.csv" for name in ROSTER)}
    for name in ROSTER:
        assert (tmp_path / f"{name}.csv").read_bytes() == (exports / f"{name}.csv").read_bytes()


def test_big_city_has_larger_schools(tmp_path):
    from convergent.demo.district import plan_district

    assert len(plan_district(students=1_000_000, seed=1).schools) == 1_600
    assert len(plan_district(students=30_000, seed=1).schools) == 60


def test_attendance_is_of_school_days_before_today(city):
    taught = {
        day["date"]
        for day in rows(city, "calendar_days")
        if day["day_type"] in ("instructional", "half")
    }
    absences = rows(city, "attendance_daily")

    days = {row["date"] for row in absences}
    assert days <= taught
    assert (min(days), max(days)) == ("2026-08-17", "2026-11-18")
    assert {row["attendance_status"] for row in absences} == {"absent", "tardy"}


def test_chronic_absence_is_what_the_rows_say_and_rises_with_need(city, schools):
    absent = Counter(
        (row["school_id"], row["student_id"])
        for row in rows(city, "attendance_daily")
        if row["attendance_status"] == "absent"
    )
    days = schools[0]["attendance"]["days"]
    chronic = Counter(school for (school, _), times in absent.items() if times >= days / 10)

    assert {s["school"]: s["attendance"]["chronically_absent"] for s in schools} == {
        s["school"]: chronic[s["school"]] for s in schools
    }
    students = Counter(
        role["orgSourcedId"]
        for role in rows(city, "roles")
        if role["role"] == "student" and not role["endDate"]
    )
    low, high = schools[:15], schools[-15:]
    shares = [
        share(some, lambda s: chronic[s["school"]], lambda s: students[s["school"]])
        for some in (low, high)
    ]
    assert 0.05 < shares[0] < shares[1] - 0.05 < 0.45


def test_novices_vacancies_and_uncovered_days_follow_need_and_salaries_fall(schools):
    low, high = schools[:15], schools[-15:]

    def of(some, part, whole):
        return share(some, lambda s: part(s), lambda s: whole(s))

    def teachers(school):
        return school["staffing"]["teachers"]

    novices = [of(s, lambda one: one["staffing"]["novice_teachers"], teachers) for s in (low, high)]
    vacant = [
        of(s, lambda one: one["staffing"]["vacant_teaching_positions"], teachers)
        for s in (low, high)
    ]
    covered = [
        of(s, lambda one: one["cover"]["by_substitutes"], lambda one: one["cover"]["days_away"])
        for s in (low, high)
    ]
    salaries = [fmean(one["staffing"]["average_teacher_salary"] for one in s) for s in (low, high)]

    assert novices[1] > 1.5 * novices[0]
    assert vacant[1] > vacant[0]
    assert covered[1] < covered[0] - 0.1
    assert salaries[1] < salaries[0] - 3_000


def test_staffing_truths_are_what_the_files_say(city, schools):
    years = {row["staff_id"]: int(row["years_experience"]) for row in rows(city, "staff")}
    pay = {
        row["position_id"]: int(row["salary"])
        for row in rows(city, "compensation")
        if row["fiscal_year"] == "2027"
    }
    teachers = defaultdict(list)
    for row in rows(city, "staff_assignments"):
        is_held = row["begins"] <= str(TODAY) and (not row["ends"] or row["ends"] >= str(TODAY))
        if row["staff_category"] == "teacher" and row["staff_id"] and is_held:
            teachers[row["org_id"]].append(row)

    for school in schools:
        held, told = teachers[school["school"]], school["staffing"]
        assert len(held) == told["teachers"]
        assert sum(years[row["staff_id"]] < 3 for row in held) == told["novice_teachers"]
        paid = fmean(pay[row["position_id"]] for row in held)
        assert paid == pytest.approx(told["average_teacher_salary"], abs=120)


def test_spending_on_salaries_is_what_people_are_paid(city):
    places = {row["position_id"]: row["org_id"] for row in rows(city, "staff_assignments")}
    paid, spent = defaultdict(float), defaultdict(float)
    for row in rows(city, "compensation"):
        if row["fiscal_year"] == "2026":
            hired_by = row["position_id"].partition("-pos-")[0]
            place = hired_by if hired_by != "office" else places[row["position_id"]]
            paid[place] += float(row["salary"])
    for row in rows(city, "spending"):
        if (row["fiscal_year"], row["amount_type"], row["object"]) == ("2026", "actual", "100"):
            spent[row["org_id"]] += float(row["amount"])

    assert spent == pytest.approx(paid, abs=0.01)


def test_expiring_grant_pays_more_where_need_is_higher(city, schools):
    grants = [row for row in rows(city, "spending") if row["expiring"] == "true"]

    assert {(row["fund"], row["fund_ends"]) for row in grants} == {
        ("Learning recovery grant", "2027-09-30")
    }
    on_grant = [
        fmean(s["money"]["on_expiring_funds"] for s in some)
        for some in (schools[:15], schools[-15:])
    ]
    assert on_grant[1] > 1.3 * on_grant[0]


def test_nobody_is_in_two_lessons_at_once(city):
    taken = Counter()
    for row in rows(city, "master_schedule"):
        for day in row["days"].split(",") if row["period"] else ():
            taken[row["staff_id"], day, row["period"]] += 1

    assert max(taken.values()) == 1


def test_students_of_grade_six_and_up_have_three_years_of_results(city):
    years = defaultdict(set)
    for row in rows(city, "results"):
        years[row["student_id"]].add(row["date"][:4])
    grades = {user["sourcedId"]: user["grades"] for user in rows(city, "users")}

    upper = [one for one, grade in grades.items() if grade in ("06", "07", "08")]
    assert {len(years[one]) for one in upper} == {3}


def test_scores_grow_by_the_gain_that_is_true_of_a_school(city, schools):
    told = {school["school"]: school for school in schools}
    homes = {user["sourcedId"]: user["primaryOrgSourcedId"] for user in rows(city, "users")}
    scores = defaultdict(dict)
    for row in rows(city, "results"):
        scores[row["student_id"], row["subject"]][row["date"][:4]] = int(row["score"])
    grown = defaultdict(list)
    for (student, _), by_year in scores.items():
        if "2025" in by_year and "2026" in by_year:
            improves = told[homes[student]]["practice_improves"]
            grown[improves].append(by_year["2026"] - by_year["2025"])

    gains = [s["yearly_gain_in_points"] for s in schools if s["practice_improves"]]
    assert fmean(gains) * 0.5 < fmean(grown[True]) - fmean(grown[False]) < fmean(gains) * 1.3
