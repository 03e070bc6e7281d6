"""Inputs that others made, beside the checkout. Nothing of them is copied into the project."""

import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def real_data():
    """The folder of real inputs; without it a test is skipped, and in CI it fails."""
    if FOLDER.is_dir():
        return FOLDER
    reason = "the folder shared/data is not beside this checkout"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
    return None
