"""A term begins, changes, goes on, ends; and an end can be taken back."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.people.access.changes import roles_changeable_by
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.actions.terms import start_term, undo_last
from convergent.people.days import day_text
from convergent.people.forms import StartForm
from convergent.people.forms.terms import holders_of
from convergent.people.models import Person, Role, RoleTerm
from convergent.people.presenters.terms import span
from convergent.people.viewer import Viewer
from convergent.people.views.deeds import Deed
from convergent.people.views.frame import attempted, say_done, typed, typed_into, was_overtaken


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def start(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    role = get_object_or_404(roles_changeable_by(viewer).select_related("place"), pk=pk)
    words = viewer.words
    before = _only_holder(role, viewer.today)
    form = StartForm(
        typed(request),
        viewer=viewer,
        role=role,
        words=words,
        first_day=_day_after(before, viewer.today),
    )
    if form.is_valid() and not _somebody_was_quicker(form, role, viewer):
        term = attempted(form, lambda: start_term(role, by=viewer, **form.term()))
        if term:
            say_done(request, _started(term, viewer), undo=_undo_address(term))
            return redirect("role", pk=role.pk)
    context = {"form": form, "role": role, "title": words.role_title(role), "before": before}
    return render(request, "people/term_start.html", context)


def _only_holder(role: Role, day: date) -> RoleTerm | None:
    holders = list(role.terms.on(day).select_related("person")[:2])
    return holders[0] if len(holders) == 1 else None


def _day_after(before: RoleTerm | None, today: date) -> date:
    """Whoever follows somebody whose last day is set begins on the day after it."""
    return before.ends_on + timedelta(days=1) if before and before.ends_on else today


def _somebody_was_quicker(form: StartForm, role: Role, viewer: Viewer) -> bool:
    """Whether somebody took the role up, or left it, since the page was opened."""
    seen, now = form.cleaned_data["holders"], holders_of(role, viewer.today)
    if "holders" not in form.data or seen == now:
        return False
    holders = Person.objects.filter(terms__in=[UUID(pk) for pk in now.split()])
    names = ", ".join(person.name for person in holders) or _("nobody")
    form.add_error(
        None,
        _("Meanwhile this role is held by: %(names)s. Send the form again if it is to be so.")
        % {"names": names},
    )
    form.data = {**typed_into(form), "holders": now}
    return True


def _started(term: RoleTerm, viewer: Viewer) -> str:
    begins = (
        _("%(name)s will hold this role from %(day)s.")
        if term.starts_on > viewer.today
        else _("%(name)s holds this role from %(day)s.")
    )
    said = begins % {"name": term.person.name, "day": day_text(term.starts_on, viewer)}
    running = RoleTerm.objects.on(term.starts_on).filter(person=term.person)
    whole = sum(one.share for one in running.select_related("role") if not one.is_on_team)
    if whole <= 1:
        return said
    more = _("That makes %(share)s%% of a post in all.") % {"share": round(whole * 100)}
    return f"{said} {more}"


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def alter(request: HttpRequest, pk: str, deed: Deed) -> HttpResponse:
    """The form; after a conflict, what is stored now stands beside what was entered."""
    viewer, term = _changeable(request, pk)
    form = deed.form(typed(request), viewer=viewer, term=term)
    if form.is_valid():
        done = attempted(form, lambda: deed.act(term, by=viewer, **form.cleaned_data))
        if done:
            undo = _undo_address(done) if deed.can_be_undone else ""
            say_done(request, deed.said(done, viewer), undo=undo)
            return redirect("role", pk=done.role_id)
    stored = RoleTerm.objects.select_related("role__place", "person").get(pk=term.pk)
    was_overtaken(form, stored.version)
    context = {
        "form": form,
        "deed": deed,
        "term": stored,
        "span": span(stored, viewer),
        "title": viewer.words.role_title(term.role),
    }
    return render(request, "people/term_form.html", context)


@opens_to(OpensTo.STAFF, methods=("POST",))
def undo(request: HttpRequest, pk: str) -> HttpResponse:
    """Takes the last change of the term back, unless it was changed again since."""
    viewer, term = _changeable(request, pk)
    role = term.role_id
    try:
        undo_last(term, version=_version_to_undo(request), by=viewer)
    except BadInput as refusal:
        say_done(request, str(refusal))
    else:
        say_done(request, _("Taken back. The term is as it was."))
    return redirect("role", pk=role)


def _version_to_undo(request: HttpRequest) -> int:
    try:
        return int(request.GET["version"])
    except (KeyError, ValueError):
        raise Http404 from None


def _undo_address(term: RoleTerm) -> str:
    return f"{reverse('term_undo', args=[term.pk])}?version={term.version}"


def _changeable(request: HttpRequest, pk: str) -> tuple[Viewer, RoleTerm]:
    viewer = viewer_of_request(request)
    terms = RoleTerm.objects.filter(role__in=roles_changeable_by(viewer))
    return viewer, get_object_or_404(terms.select_related("role__place", "person"), pk=pk)
