"""A class list, as who teaches the class sees it."""

import re

import pyarrow as pa
import pytest
from django.urls import reverse

from tests.learning.laid import growth, lay_measures, lay_snapshot

pytestmark = pytest.mark.django_db

RANGES = {"a": (62, 48, 75), "b": (50, 0, 0), "c": (41, None, None), "d": (None, None, None)}


@pytest.fixture
def own_class(home):
    """Four students; of the first the test's error of measurement is known."""
    here = {"class_id": "own", "school_id": "ash", "status": "active"}
    enrolled = [*((one, "student") for one in RANGES), ("teacher", "teacher")]
    tables = {
        "users": [{"sourced_id": one, "given_name": one, "status": "active"} for one in RANGES],
        "classes": [
            {"sourced_id": "own", "title": "Own", "school_id": "ash", "status": "active"},
        ],
        "enrollments": [{**here, "user_id": user, "role": role} for user, role in enrolled],
    }
    snapshot = lay_snapshot(
        home, tables={name: pa.Table.from_pylist(rows) for name, rows in tables.items()}
    )
    result = {"assessment": "Test", "subject": "Reading", "school_year": 2026, "score": 500.0}
    students = [
        {"student": one, "growth": percentile, "growth_low": low, "growth_high": high, **result}
        for one, (percentile, low, high) in RANGES.items()
    ]
    lay_measures(snapshot, [growth(50.0)], students=students)


def test_growth_has_its_range_where_the_error_of_measurement_is_known(enter_as, world, own_class):
    world.people["teacher"].sourced_id = "teacher"
    world.people["teacher"].save()
    page = enter_as("teacher").get(reverse("evidence_class", args=["own"])).content.decode()
    rows = re.findall(r"<tr[^>]*>\s*(<th scope=\"row\".*?)</tr>", page, re.DOTALL)
    last = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)[-1].strip() for row in rows]
    assert last == ["62 (48 to 75)", "50", "41", "–"]
