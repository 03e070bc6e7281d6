from pathlib import Path

import pyarrow as pa
import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from tests.learning.laid import growth, lay_measures, lay_snapshot, part, row


@pytest.fixture
def home(settings, tmp_path):
    """Facts and pictures of this test alone."""
    settings.HOME = Path(tmp_path) / "home"
    settings.HOME.mkdir()
    return settings.HOME


@pytest.fixture
def enter_as(signed_in, world):
    """Signs somebody in with both steps."""

    def enter(name):
        TOTP.activate(world.account(name), generate_totp_secret())
        return signed_in(name)

    return enter


@pytest.fixture
def evidence(home):
    """A district with two schools and a network, results of three years, and small groups."""
    snapshot = lay_snapshot(home, tables={"orgs": pa.table({"status": pa.array([], pa.string())})})
    lay_measures(
        snapshot,
        [
            *school("ash", low_grade=True),
            *school("birch"),
            *above_schools("district", "n"),
            *above_schools("network", "hill"),
            *school("cove"),
            *above_schools("district", "s"),
        ],
        parts=[part("Vocabulary", 21.5), part("Informational text", 18.0, students=6)],
        similar=[("ash", "birch")],
    )
    return snapshot


def school(school, *, low_grade=False):
    here = {"place_id": school}
    yield growth(41.0 if low_grade else 52.0, grade="06", q=0.05 if low_grade else 0.8, **here)
    yield growth(55.0, grade="07", q=0.6, **here)
    yield growth(49.0, q=0.7, students=120, **here)
    yield row("mean_growth", 47.6, half=3, students=120, teachers=4, norm="district", **here)
    yield growth(44.0, q=0.5, student_group="english_learner", students=30, others=90, **here)
    yield growth(33.5, q=0.5, student_group="foster_care", students=6, others=114, **here)
    for year in (2024, 2025, 2026):
        for grade in ("06", "07", ""):
            yield row("share_at_level", 0.5, half=0.05, grade=grade, school_year=year, **here)
    yield row("gap_in_means", -20, half=5, student_group="female - male", **here)
    yield row("participation", 0.95, grade="06", enrolled=62, tested=60, exempt=0, **here)


def above_schools(kind, place):
    here = {"place_kind": kind, "place_id": place, "students": 900}
    yield growth(50.0, grade="06", peers=None, **here)
    yield growth(50.0, peers=None, **here)
    for year in (2024, 2025, 2026):
        told = {"change": 0.03, "change_error": 0.005, "change_q": 0.01} if year > 2024 else {}
        yield row("share_at_level", 0.54, half=0.01, school_year=year, **told, **here)
