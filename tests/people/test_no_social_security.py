"""Nowhere that somebody types is a social-security number taken."""

import ast
from pathlib import Path

import pytest
from django import forms
from django.urls import reverse

import convergent
from convergent.people.forms.texts import LineField, WordsField
from convergent.people.models import Handover

NUMBER = "219-09-9999"
SAID = "This looks like a social-security number."
# What is only looked up, chosen from a list, held by a device, or of the gallery.
NOT_STORED = {"time_zone", "whom", "teacher", "seen"}
SOURCES = sorted(Path(convergent.__file__).parent.rglob("*.py"))


@pytest.mark.without_records
@pytest.mark.parametrize("kind", [WordsField, LineField])
def test_field_for_words_refuses_one(kind):
    with pytest.raises(forms.ValidationError, match=SAID):
        kind(fits=500).clean(f"Ask for {NUMBER} first")
    assert kind(fits=500).clean("Student 219099999 was there") == "Student 219099999 was there"


def plain_fields():
    """(where, name) of each plain field for text, and whether it refuses them."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "forms.CharField":
                named = {one.arg: ast.unparse(one.value) for one in node.keywords}
                if named.get("widget") == "forms.HiddenInput":
                    continue  # what a page gave along, and nobody types
                refuses = "no_social_security_number" in named.get("validators", "")
                yield f"{path.name}:{node.lineno}", name_of(path, node), refuses


def name_of(path, node):
    line = path.read_text(encoding="utf-8").splitlines()[node.lineno - 1]
    return line.split("=")[0].strip().removeprefix('self.fields["').removesuffix('"]')


@pytest.mark.without_records
def test_every_plain_field_for_text_refuses_one():
    found = list(plain_fields())
    assert len(found) > 10
    assert [
        (where, name) for where, name, refuses in found if not refuses and name not in NOT_STORED
    ] == []


def test_handover_with_one_is_not_even_kept_as_a_draft(world, signed_in):
    role = world.role("coach", "ash")
    page = reverse("handover", args=[role.pk])
    typed = {"text": f"The father is {NUMBER}", "version": "0"}
    answer = signed_in("coach").post(page, typed, headers={"HX-Target": "kept"})
    assert SAID in answer.text
    assert SAID in signed_in("coach").post(page, {**typed, "hand_over": ""}).text
    assert Handover._base_manager.count() == 0
