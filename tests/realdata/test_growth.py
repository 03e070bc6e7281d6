import csv
import gzip

import numpy as np
import pytest

from convergent.analysis.growth import Panel, growth_percentiles

YEARS = (2021, 2022, 2023, 2024, 2025)


@pytest.fixture(scope="module")
def panel(real_data):
    """The panel of sgpData, and the students' ids."""
    with gzip.open(real_data / "growth/sgpData.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))

    def column(prefix, year):
        return [float(row[f"{prefix}_{year}"] or "nan") for row in rows]

    grades = np.array([column("GRADE", year) for year in YEARS]).T
    scores = np.array([column("SS", year) for year in YEARS]).T
    return Panel(YEARS, grades, scores), np.array([int(row["ID"]) for row in rows])


@pytest.mark.parametrize("grades", [(3, 4), (3, 4, 5), (3, 4, 5, 6, 7)])
def test_growth_percentiles_are_those_of_the_r_package(panel, real_data, grades):
    name = f"growth/expected_sgp_reading_2025_g{grades[0]}_{grades[-1]}.csv"
    with (real_data / name).open() as file:
        expected = {int(row["ID"]): int(row["SGP"]) for row in csv.DictReader(file)}

    scores, ids = panel
    found = growth_percentiles(scores, year=2025, grades=grades)

    assert (
        dict(zip(ids[found.students].tolist(), found.percentiles.tolist(), strict=True)) == expected
    )
