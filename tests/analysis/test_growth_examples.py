"""The examples in the docstrings of the library run."""

import doctest
import importlib
import pkgutil

import pytest

from convergent.analysis import growth

NAMES = sorted(one.name for one in pkgutil.iter_modules(growth.__path__))
WITHOUT_EXAMPLES = {"compiling", "fitting", "residuals", "vertex"}
"""Nothing of them is exported."""


@pytest.mark.parametrize("name", NAMES)
def test_examples_give_what_they_say(name):
    module = importlib.import_module(f"{growth.__name__}.{name}")

    tried = doctest.testmod(module)

    assert tried.failed == 0
    assert (tried.attempted > 0) == (name not in WITHOUT_EXAMPLES)
