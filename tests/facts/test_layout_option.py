from tests.facts.small import load_small
from tests.loads.exports import Export


def test_layout_that_is_not_there_is_refused_by_name(home, tmp_path):
    result = load_small(Export(), tmp_path / "export", home=home, layout="rezults")

    ((error,), status) = result.errors, result.status
    assert (status, error.rule, error.value) == ("refused", "layout known", "rezults")
    assert error.fix.startswith("Perhaps results is meant. There is no such layout; there are: ")
