import pytest
from tests.facts.forms.exports import Loads


@pytest.fixture
def loads(tmp_path):
    return Loads(tmp_path)
