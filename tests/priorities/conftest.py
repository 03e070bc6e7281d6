from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(autouse=True, scope="session")
def _folder_of_static_files():
    (Path(settings.HOME) / "static").mkdir(exist_ok=True)
