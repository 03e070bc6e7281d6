"""What the library keeps to itself is used in one place, so that an update has one to look at."""

import re
from pathlib import Path

import pytest

import convergent

pytestmark = pytest.mark.without_records
SOURCE = Path(convergent.__file__).parent
INTERNAL = re.compile(r"^\s*(?:from|import) allauth[\w.]*\.internal", re.MULTILINE)


def test_internals_of_the_library_are_imported_in_one_module():
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if INTERNAL.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"web/sign_in/library.py"}
