"""Every action that the code notes is declared, and every one that is declared is noted."""

import ast
from pathlib import Path

import pytest
from django.db import transaction

import convergent
from convergent.audit.actions import note_change
from convergent.audit.models import AuditRow, ChainHead
from convergent.audit.vocabulary import ACTIONS, OF_SIGNING_IN
from convergent.people.models import Credential

SOURCE = Path(convergent.__file__).parent
NOTES = {"note_change", "note_reading", "note_sign_in", "note", "_set_end", "_write_end"}
# Put together while it runs: of the kinds of credential and of second step.
MADE_UP = {
    *(f"{deed} {kind}" for deed in ("issue", "end") for kind in Credential.Kind.values),
    *(name for name in OF_SIGNING_IN if name.split()[0] in {"add", "remove", "renew"}),
}


def noted():
    """Every name that is written out where something is noted."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in NOTES:
                named = [one.value for one in node.keywords if one.arg == "action"]
                yield from (
                    one.value
                    for one in [*node.args[:1], *named]
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )


def written_out():
    """Every text in the code, but for the vocabulary's own."""
    for path in SOURCE.rglob("*.py"):
        if path.name != "vocabulary.py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def test_every_name_is_declared():
    assert set(noted()) - ACTIONS == set()
    assert len(set(noted())) > 30


def test_every_declared_name_is_used():
    assert ACTIONS - set(written_out()) - MADE_UP == set()


@pytest.mark.django_db
def test_undeclared_name_is_refused_and_nothing_is_written():
    head = ChainHead(pk=7)
    with pytest.raises(ValueError, match="“look” is no action of the audit"), transaction.atomic():
        note_change("look", head, by=None)
    assert AuditRow.objects.count() == 0
