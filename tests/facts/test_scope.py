import copy
import dataclasses
import pickle

import pytest

from convergent.facts.scope import OutOfScope, Scope, ScopeForged, mint_scope


@pytest.fixture
def scope():
    return mint_scope(schools=frozenset({"a", "b"}), grain="school", reason="leads a and b")


def test_scope_built_by_hand_is_refused():
    with pytest.raises(ScopeForged):
        Scope(schools=None, classes=None, grain="student", reason="because")


def test_scope_with_a_mint_of_ones_own_is_refused():
    with pytest.raises(ScopeForged):
        Scope(None, None, "student", "because", mint=object())


@pytest.mark.parametrize(
    "forge",
    [
        lambda scope: dataclasses.replace(scope, schools=None),
        copy.copy,
        copy.deepcopy,
        pickle.dumps,
    ],
)
def test_scope_copied_or_changed_is_refused(scope, forge):
    with pytest.raises(ScopeForged):
        forge(scope)


def test_scope_attribute_set_is_refused(scope):
    with pytest.raises(dataclasses.FrozenInstanceError):
        scope.schools = None


def test_scope_without_a_reason_is_refused():
    with pytest.raises(ValueError, match="reason"):
        mint_scope(schools=None, grain="district", reason="")


def test_scope_narrowed_to_one_of_its_schools_covers_that_one(scope):
    assert scope.narrowed_to(frozenset({"a"})) == frozenset({"a"})


def test_scope_narrowed_to_another_school_is_refused(scope):
    with pytest.raises(OutOfScope):
        scope.narrowed_to(frozenset({"a", "c"}))


def test_scope_coarser_than_asked_is_refused(scope):
    with pytest.raises(OutOfScope):
        scope.require("class")
