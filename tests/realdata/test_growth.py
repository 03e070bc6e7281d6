import csv
import gzip

import numpy as np
import pytest
from tests.cli.command import Command

from convergent.analysis.growth import Results, Task, growth_of_district

YEARS = (2021, 2022, 2023, 2024, 2025)


@pytest.fixture(scope="module")
def results(real_data):
    """The results of sgpData, and the students' ids."""
    with gzip.open(real_data / "growth/sgpData.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))

    def column(prefix, year):
        return [float(row[f"{prefix}_{year}"] or "nan") for row in rows]

    grades = np.array([column("GRADE", year) for year in YEARS]).T
    scores = np.array([column("SS", year) for year in YEARS]).T
    wide = Results.of_wide(years=YEARS, grades=grades, scores=scores, subject="reading")
    return wide, np.array([int(row["ID"]) for row in rows])


@pytest.mark.parametrize("grades", [(3, 4), (3, 4, 5), (3, 4, 5, 6, 7)])
def test_growth_percentiles_are_those_of_the_r_package(results, real_data, grades):
    name = f"growth/expected_sgp_reading_2025_g{grades[0]}_{grades[-1]}.csv"
    with (real_data / name).open() as file:
        expected = {int(row["ID"]): int(row["SGP"]) for row in csv.DictReader(file)}

    scores, ids = results
    (found,) = growth_of_district(scores, [Task("reading", 2025, grades)], processes=1)

    students = ids[scores.students[found.rows]].tolist()
    assert dict(zip(students, found.percentiles.tolist(), strict=True)) == expected


def test_command_gives_the_percentiles_and_norm_groups_of_the_r_package(real_data, tmp_path):
    command = Command(tmp_path / "home")
    source, into = real_data / "growth/sgpData.csv.gz", tmp_path / "out.csv"
    asked = ("--year", 2025, "--progression", "3:5", "--subject", "READING")

    ended = command.run("growth", source, into, *asked)

    assert ended.code == 0, ended.err
    with (real_data / "growth/expected_sgp_reading_2025_g3_5.csv").open() as file:
        expected = {row["ID"]: (row["SGP"], row["SGP_NORM_GROUP"]) for row in csv.DictReader(file)}
    with into.open() as file:
        found = {row["student_id"]: (row["sgp"], row["norm_group"]) for row in csv.DictReader(file)}
    assert found == expected
