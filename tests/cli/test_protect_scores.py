"""Means and medians of `convergent protect`: they go where their counts go."""

import csv
from collections import defaultdict
from dataclasses import replace
from statistics import fmean, median

import numpy as np
import pytest

from convergent.analysis.disclosure.audit import audit
from convergent.analysis.disclosure.margins import cross
from convergent.facts.counts import dimensions_of, read_counts, read_release

pytestmark = pytest.mark.without_records
SIZES = {("Lincoln", "A"): 4, ("Lincoln", "B"): 40, ("Harper", "A"): 30, ("Harper", "B"): 50}
SIZES |= {("Mann", "A"): 35, ("Mann", "B"): 45}
BY = ("--dimensions", "school,group", "--score", "score:200-800")
MEAN, MEDIAN = "score mean on 200 to 800", "score median on 200 to 800"


@pytest.fixture
def students(tmp_path):
    """Whole scores, by school and group, and a file of them."""
    chance, rows = np.random.default_rng(5), []
    for (school, group), count in SIZES.items():
        rows += [(school, group, int(one)) for one in chance.integers(400, 600, count)]
    path = tmp_path / "in.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("school", "group", "score"), *rows])
    scores = defaultdict(list)
    for school, group, score in rows:
        for key in ((school, group), (school, "*"), ("*", group), ("*", "*")):
            scores[key].append(score)
    return path, scores


def rows_of(path):
    with path.open(newline="") as file:
        return {(row["school"], row["group"]): row for row in csv.DictReader(file)}


def test_means_and_medians_are_told_where_counts_are(command, tmp_path, students):
    source, scores = students
    out = tmp_path / "out.csv"
    ended = command.run("protect", source, out, *BY, "--seed", "1")
    assert ended.code == 0, ended.err
    found = rows_of(out)
    told = {key: row for key, row in found.items() if row[MEAN] != "withheld"}
    assert {row[MEDIAN] for row in found.values() if row[MEAN] == "withheld"} == {"withheld"}
    assert {row["status"] for row in told.values()} == {"published"}
    assert len(told) >= 6
    for key, row in told.items():
        assert float(row[MEAN]) == round(fmean(scores[key]), 1)
        assert float(row[MEDIAN]) == median(scores[key])


def test_attacker_of_means_that_are_out_finds_nothing(command, tmp_path, students):
    source, _ = students
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    assert command.run("protect", source, first, *BY).code == 0
    ended = command.run("protect", source, second, *BY, "--also", first)
    assert ended.code == 0, ended.err
    counted = read_counts(source, dimensions_of("school,group"))
    n = cross(counted.table).system.n
    both = [replace(read_release(one, counted), n=n) for one in (first, second)]
    assert [len(one.amounts) for one in both] == [1, 1]
    assert audit(both).violations == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--score", "score"), "--score score names no scale."),
        (("--score", "score:800-200"), "names no scale."),
        (("--score", "points:0-9"), "there is no column points"),
        (("--score", "score:200-410"), "is not a number from 200 to 410"),
        (("--score", "score:0-900", "--count", "score"), "Scores are of students"),
    ],
)
def test_scores_that_cannot_be_told_are_refused(command, tmp_path, students, wrong, said):
    out = tmp_path / "out.csv"
    ended = command.run("protect", students[0], out, "--dimensions", "school,group", *wrong)
    assert ended.code == 3
    assert said in ended.err
    assert not out.exists()
