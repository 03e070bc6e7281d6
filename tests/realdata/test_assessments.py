"""The results files of fifteen products are read, and agree with what another tool read.

The other tool's records (`expected_*.jsonl`) are Ed-Fi studentAssessments. What is compared,
and what is not and why, stands in `COMPARED` and `NOT_COMPARED`: a name in neither fails.
"""

import csv
import json
import re
import shutil
import string
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import duckdb
import pytest
from tests.realdata.products import (
    COMPARED,
    EXPECTED,
    FILES,
    GRADES,
    LONGEST_OF_THEIRS,
    NOT_COMPARED,
    PART,
    PARTS_CALLED_OTHERWISE,
    READ,
    RESULT,
    RESULTS,
    SUGGESTED,
)

from convergent.demo.simulate import simulate
from convergent.facts import announce
from convergent.facts.load import Options, load
from convergent.facts.snapshot import current_snapshot
from convergent.facts.sources.assessments import forms
from convergent.facts.sources.assessments.headings import Headings, plain
from convergent.facts.sources.assessments.reading import known_layouts
from convergent.facts.sources.assessments.suggest import suggest
from convergent.facts.sources.recognise import best_fits
from convergent.facts.sources.text import open_text

AS_OF = Options(as_of=date(2026, 11, 19))


@pytest.fixture(autouse=True, scope="module")
def nobody_listening():
    """Applications that are installed in this process listen too; facts stand without them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(announce, "_listeners", [])
        yield


@pytest.fixture(scope="module")
def read(real_data, tmp_path_factory):
    """Every file, copied into one folder with a roster, and loaded together."""
    folder, home = tmp_path_factory.mktemp("exports"), tmp_path_factory.mktemp("home")
    simulate(folder, students=600, seed=1, today=AS_OF.as_of)
    (folder / "results.csv").unlink()
    for name, path in FILES.items():
        shutil.copy(real_data / "assessments" / path, folder / f"{name}.csv")
    result = load([folder], home=home, options=AS_OF)
    snapshot = current_snapshot(home)
    return result, *(_rows(snapshot, name) for name in ("assessment_results", "assessment_parts"))


def _rows(snapshot, table):
    found = duckdb.sql(f"FROM read_parquet('{snapshot.table(table)}')")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def test_every_product_together_loads_without_an_error(read):
    result, _, _ = read

    assert (result.status, result.errors) == ("published", ())
    forms_of_files = {file.file: file.form for file in result.files}
    assert {name: forms_of_files.get(f"{name}.csv") for name in FILES} == {n: n for n in FILES}
    assert result.tables["users"].loaded > 600


def test_files_of_all_products_are_known_whatever_they_are_called(real_data, tmp_path):
    called = dict(zip((f"{letter}.csv" for letter in string.ascii_lowercase), FILES, strict=False))
    assert list(called.values()) == list(FILES)
    (tmp_path / "renamed").mkdir()
    for name, product in called.items():
        shutil.copy(real_data / "assessments" / FILES[product], tmp_path / "renamed" / name)

    result = load([tmp_path / "renamed"], home=tmp_path / "home", options=AS_OF)

    assert {file.file: file.form for file in result.files} == called
    assert (result.errors, result.tables["assessment_results"].loaded) == (
        (),
        sum(RESULTS.values()),
    )


@pytest.mark.parametrize("product", FILES)
def test_each_product_is_read_alone_in_an_empty_home(product, real_data, tmp_path):
    result = load([real_data / "assessments" / FILES[product]], home=tmp_path, options=AS_OF)

    assert result.errors == ()
    assert result.tables["assessment_results"].loaded == RESULTS[product]


@pytest.mark.parametrize("product", EXPECTED)
def test_what_is_read_agrees_with_another_tool(product, read, real_data):
    _, results, parts = read
    path, assessment = EXPECTED[product]
    ours = {_key(row): row for row in results if row["assessment"] == assessment}
    by_result = defaultdict(dict)
    for part in parts:
        name = _plain(part["part"][:60])[:LONGEST_OF_THEIRS]
        by_result[part["result_id"]][name, part["kind"]] = part["value"]
    differences, compared = [], 0

    for record in _records(real_data / "assessments" / path):
        row = ours[_key_of(record, product)]
        if _grade(record) != "not said":
            differences += _difference("grade", row["grade"], _grade(record))
        assert set(record) - READ <= set(NOT_COMPARED)
        for place, name, value in _said(record):
            if name in NOT_COMPARED:
                continue
            table, column = COMPARED[product][
                name + (" of a part" * _is_of_part(product, name, place))
            ]
            found = (
                row[column]
                if table == RESULT
                else by_result[row["result_id"]].get((_part(table, place), column))
            )
            differences += _difference((_key(row), place, name), found, value)
            compared += 1

    assert differences == []
    assert compared > 60


@pytest.mark.parametrize("product", FILES)
def test_other_order_and_more_columns_change_nothing(product, read, real_data, tmp_path):
    with (real_data / "assessments" / FILES[product]).open(
        encoding="utf-8-sig", newline=""
    ) as file:
        heading, *rows = csv.reader(file)
    moved = [["Next year", *reversed(heading)]]
    moved += [["x", *reversed(row + [""] * (len(heading) - len(row)))] for row in rows]
    with (tmp_path / "a.csv").open("w", newline="") as file:
        csv.writer(file).writerows(moved)

    result = load([tmp_path / "a.csv"], home=tmp_path / "home", options=AS_OF)

    assert [(file.form, result.errors) for file in result.files] == [(product, ())]
    ids = {
        row["result_id"]: row
        for row in _rows(current_snapshot(tmp_path / "home"), "assessment_results")
    }
    assert ids == {row["result_id"]: row for row in read[1] if row["result_id"] in ids}
    assert len(ids) == RESULTS[product]


@pytest.mark.parametrize("product", FILES)
def test_product_without_its_key_columns_is_never_read(product, real_data):
    file, layout = _opened(product, real_data)

    renamed = _renamed(file, {name for names in layout.known_by for name in names})

    assert best_fits(renamed, forms()) == []


@pytest.mark.parametrize(
    "fields", [("student_id",), ("score", "level")], ids=["students", "scores"]
)
@pytest.mark.parametrize("product", FILES)
def test_product_without_students_or_scores_is_never_read(product, fields, real_data):
    file, layout = _opened(product, real_data)

    renamed = _renamed(file, {name for one in fields for name in _columns(layout, one, file)})

    assert [fit.form.name for fit in best_fits(renamed, forms()) if not fit.refusals] == []


@pytest.mark.parametrize("product", FILES)
def test_suggestion_that_is_sure_is_what_the_layout_says(product, real_data):
    file, layout = _opened(product, real_data)

    sure = [one for one in suggest(file).proposals if one.is_sure]

    wrong = [
        (one.field, one.column.heading)
        for one in sure
        if plain(one.column.heading) not in set(map(plain, _columns(layout, one.field, file)))
    ]
    assert wrong == []
    asked = {"student_id", "administered_on", "score", "grade"}
    assert {one.field for one in sure} & asked == SUGGESTED[product]


def test_staar_as_the_state_sends_it_is_the_same_as_the_table(read, real_data, tmp_path):
    """Lines of 4,000 characters without a heading, made of the table's values."""
    file, layout = _opened("staar", real_data)
    places = {plain(name): ends for name, ends in layout.fixed.fields.items()}
    places["percentile185"] = layout.fixed.fields["percentile_reading_language_arts"]
    lines = []
    for row in file.sample:
        line = [" "] * layout.fixed.length
        for name, value in zip(file.heading, row, strict=False):
            first, last = places.get(plain(name), (1, 0))
            line[first - 1 : last] = value.ljust(last - first + 1)[: last - first + 1]
        lines.append("".join(line)[:-1] + ".")
    (tmp_path / "SF_0523.txt").write_text("\r\n".join(lines) + "\r\n", newline="")

    result = load([tmp_path / "SF_0523.txt"], home=tmp_path / "home", options=AS_OF)

    assert (result.status, result.errors) == ("published", ())
    fixed = _rows(current_snapshot(tmp_path / "home"), "assessment_results")
    table = [row for row in read[1] if row["assessment"] == "STAAR"]
    assert sorted(fixed, key=_id) == sorted(table, key=_id)


def _id(row):
    return row["result_id"]


def _opened(product, real_data):
    file = open_text(real_data / "assessments" / FILES[product])
    return file, next(one for one in known_layouts() if one.name == product)


def _columns(layout, field, file):
    """Every heading from which the layout may take a field."""
    for block in layout.blocks:
        for bindings in Headings(file.heading).expanded(block.each):
            for source in block.fields.get(field, ()):
                filled = source.filled_in(bindings)
                yield from (*filled.columns, *(case.column for case in filled.cases))


def _renamed(file, names):
    """The file with other headings for these columns."""
    plain_names = set(map(plain, names))
    heading = (f"X{n}" if plain(one) in plain_names else one for n, one in enumerate(file.heading))
    return replace(file, heading=tuple(heading))


def test_records_of_access_have_the_parts_and_kinds_that_we_read(read, real_data):
    """`ACCESS_IS_OF_ANOTHER_SAMPLE`: no value of it can be compared, but what it speaks of can."""
    _, results, parts = read
    ids = {row["result_id"] for row in results if row["assessment"] == "ACCESS for ELLs"}
    ours = {(_plain(p["part"]), p["kind"]) for p in parts if p["result_id"] in ids}
    records = _records(real_data / "assessments/access/expected_access.jsonl")
    theirs = {(_plain(place), name) for record in records for place, name, _ in _said(record)}

    assert theirs - ours == {("whole", "Performance Level"), *_tiers_that_are_empty(theirs)}


def _tiers_that_are_empty(theirs):
    """The file gives a tier for speaking and writing alone."""
    return {
        (part, kind) for part, kind in theirs if kind == "Tier" and part in ("listening", "reading")
    }


def _records(path):
    """The other tool's records. One file holds `${API_YEAR}`, unfilled, which is no JSON."""
    text = re.sub(r"\$\{[A-Z_]+\}", "null", path.read_text())
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _said(record):
    """Where, what and the value of every score and level."""
    yield from _scores(record, "whole")
    if "assessmentPeriodDescriptor" in record:
        yield "whole", "Assessment Period", _last(record["assessmentPeriodDescriptor"])
    for objective in record.get("studentObjectiveAssessments") or ():
        yield from _scores(
            objective, objective["objectiveAssessmentReference"]["identificationCode"]
        )


def _scores(holder, place):
    for score in holder.get("scoreResults") or ():
        yield place, _last(score["assessmentReportingMethodDescriptor"]), score["result"]
    for level in holder.get("performanceLevels") or ():
        name = _last(level["assessmentReportingMethodDescriptor"])
        yield place, name, _last(level["performanceLevelDescriptor"])


def _is_of_part(product, name, place):
    return place != "whole" and f"{name} of a part" in COMPARED[product]


def _part(table, place):
    """What we call the part, as far as the other tool writes it out."""
    if table != PART:
        return _plain(table)
    name = PARTS_CALLED_OTHERWISE.get(place, place)
    name = re.sub(r"^CAINC-IREADY-DIAGNOSTIC-(ELA|MATH)-", "", name)
    return _plain(name)[:LONGEST_OF_THEIRS]


def _key(row):
    return row["student_id"], row["administered_on"], _subject(row)


def _subject(row):
    return row["subject"] if row["assessment"] in ("MAP Growth", "i-Ready Diagnostic") else ""


def _key_of(record, product):
    written = record["administrationDate"]
    form = "%m/%d/%Y" if "/" in written else "%Y-%m-%d"
    day = datetime.strptime(written, form).replace(tzinfo=UTC).date()
    subjects = {"iready_ela": "Reading", "iready_math": "Mathematics"}
    subject = subjects.get(product, "")
    if product == "map_growth":
        subject = next(value for _, name, value in _said(record) if name == "Subject")
    return record["studentReference"]["studentUniqueId"], day, subject


def _grade(record):
    for key in ("whenAssessedGradeLevelDescriptor", "whenAssessedGradeLevel"):
        if key in record:
            return GRADES[_last(record[key])]
    return "not said"


def _difference(what, ours, theirs):
    same = float(ours) == float(theirs) if isinstance(ours, Decimal) else ours == theirs
    return [] if same else [(what, ours, theirs)]


def _last(descriptor):
    return descriptor.split("#")[1]


def _plain(name):
    return re.sub(r"[^a-z0-9]", "", name.lower())
