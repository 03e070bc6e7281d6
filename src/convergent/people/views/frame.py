"""What every view of people and places begins with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest

from convergent.errors import BadInput


def attempted(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What the action returns; or None, with its refusal said on the form."""
    try:
        return act()
    except BadInput as refusal:
        form.add_error(None, str(refusal))
        return None


def was_overtaken(form: Any, stored_version: int) -> bool:
    """Whether somebody else was quicker. The form then carries what is stored now, so that
    choosing again counts."""
    if not form.is_bound or not form.non_field_errors():
        return False
    if form.cleaned_data.get("version") in {None, stored_version}:
        return False
    form.data = {**typed_into(form), "version": stored_version}
    return True


def say_done(request: HttpRequest, sentence: str, *, undo: str = "") -> None:
    """A notice on the next page; `undo` is the address that takes it back."""
    messages.success(request, sentence, extra_tags=f"undo:{undo}" if undo else "")


def say_otherwise(request: HttpRequest, sentence: str) -> None:
    """A notice on the next page that what was asked for did not happen as asked."""
    messages.info(request, sentence)


def typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def id_of(sent: str) -> UUID:
    """The id that a form sent; what is none is not there."""
    try:
        return UUID(sent)
    except ValueError:
        raise Http404 from None


def typed_into(form: Any) -> dict[str, Any]:
    """What was entered, to show the form again with one field put right."""
    return dict(form.data.items())
