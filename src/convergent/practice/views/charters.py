"""What teacher leaders do and what not: for the school; written by the two whom it binds."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.models import RoleTerm
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, say_otherwise, typed, was_overtaken
from convergent.practice.access.charters import teacher_leaders_on, why_write_charter
from convergent.practice.actions.charters import agree_to_charter, write_charter
from convergent.practice.forms.charters import CharterForm, initial_charter
from convergent.practice.presenters.charters import charter_lines, charter_page, headline_of
from convergent.practice.queries.charters import Wordings, wordings_of


@opens_to(OpensTo.STAFF)
def charters(request: HttpRequest) -> HttpResponse:
    lines = charter_lines(viewer_of_request(request))
    context = {"lines": lines, "headline": headline_of(lines)}
    return render(request, "practice/charters.html", context)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def charter(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    term, found = _found(pk, viewer)
    if request.method == "POST":
        required(why_write_charter(viewer, term))
    form = CharterForm(typed(request), initial=initial_charter(found.newest))
    if form.is_valid() and attempted(
        form,
        lambda: write_charter(term, form.said(), version=form.cleaned_data["version"], by=viewer),
    ):
        say_done(request, _("Written. It holds when the other one of you two agrees."))
        return redirect("charter", pk=term.pk)
    found = wordings_of([term], viewer)[term.pk]
    was_overtaken(form, found.newest.version if found.newest else 0)
    page = charter_page(term, found, viewer)
    context = {"term": term, "page": page, "form": form if page.may_write else None}
    return render(request, "practice/charter.html", context)


def _found(pk: str, viewer: Viewer) -> tuple[RoleTerm, Wordings]:
    terms = teacher_leaders_on(viewer.today).select_related("role__place", "person")
    term = get_object_or_404(terms, pk=pk, person__district=viewer.district_id)
    found = wordings_of([term], viewer)[term.pk]
    if found.newest is None and why_write_charter(viewer, term) is None:
        raise Http404
    return term, found


@opens_to(OpensTo.STAFF, methods=("POST",))
def agree(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    term, _wordings = _found(pk, viewer)
    seen = request.POST.get("version", "")
    try:
        agree_to_charter(term, version=int(seen) if seen.isdecimal() else None, by=viewer)
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
        return redirect("charter", pk=term.pk)
    say_done(request, _("It holds from today on. The school reads it."))
    return redirect("charter", pk=term.pk)
