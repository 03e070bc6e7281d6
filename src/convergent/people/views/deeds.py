"""What can be done to a term: each with its form, its action and the words on its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.people.actions.terms import change_term, end_term, extend_term
from convergent.people.days import day_text
from convergent.people.forms import ChangeForm, EndForm, ExtendForm
from convergent.people.models import RoleTerm
from convergent.people.viewer import Viewer


@dataclass(frozen=True)
class Deed:
    """`act` takes the term, what the form found, and by whom; `said` tells what became of it."""

    form: Callable[..., Form]
    act: Callable[..., RoleTerm]
    headline: Promise
    button: Promise
    said: Callable[[RoleTerm, Viewer], str]
    can_be_undone: bool = True


def _changed(new: RoleTerm, viewer: Viewer) -> str:
    day = day_text(new.starts_on, viewer)
    if new.starts_on > viewer.today:
        said = _("The new term begins on %(day)s; the old one runs until the day before.")
    else:
        said = _("The new term is in force from %(day)s; the old one ends the day before.")
    return said % {"day": day}


def _ended(term: RoleTerm, viewer: Viewer) -> str:
    last = term.ends_on or viewer.today
    said = (
        _("%(name)s held this role until %(day)s.")
        if last < viewer.today
        else _("%(name)s holds this role until %(day)s.")
    )
    return said % {"name": term.person.name, "day": day_text(last, viewer)}


def _extended(term: RoleTerm, viewer: Viewer) -> str:
    if term.ends_on is None:
        said = _("%(name)s goes on in this role, with no end set.")
        return said % {"name": term.person.name}
    said = _("%(name)s goes on in this role until %(day)s.")
    return said % {"name": term.person.name, "day": day_text(term.ends_on, viewer)}


CHANGE = Deed(
    ChangeForm,
    change_term,
    gettext_lazy("Change the conditions"),
    gettext_lazy("Begin the new term"),
    _changed,
    can_be_undone=False,
)
END = Deed(
    EndForm, end_term, gettext_lazy("End this term"), gettext_lazy("Set the last day"), _ended
)
EXTEND = Deed(
    ExtendForm,
    extend_term,
    gettext_lazy("Extend this term"),
    gettext_lazy("Extend the term"),
    _extended,
)
