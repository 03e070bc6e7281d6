import pytest
from tests.facts.measures.small_district import SmallDistrict


@pytest.fixture
def district(tmp_path):
    return SmallDistrict(tmp_path)
