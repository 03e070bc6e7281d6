"""Improvement plans: goals out of the one that exists, priorities into the state's form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, typed
from convergent.priorities.access.priorities import places_prioritised_by
from convergent.priorities.actions.plans import take_goals
from convergent.priorities.forms.plans import GoalsForm, PlanFileForm, TemplateForm
from convergent.priorities.plans.goals import OF_PRIORITY
from convergent.priorities.plans.sending import filled, read_plan
from convergent.priorities.presenters.plan import plan_priorities, values_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEGABYTES = 10


@opens_to(OpensTo.STAFF, methods=("GET", "POST"), takes_megabytes=MEGABYTES)
def plan(request: HttpRequest, pk: str) -> HttpResponse:
    """A plan is read, and its goals are shown to choose from."""
    viewer = viewer_of_request(request)
    place = _place(viewer, pk)
    form = PlanFileForm(typed(request), request.FILES or None)
    if getattr(request, "is_too_large", False):
        form.add_error("plan", _("A plan has at most 10 megabytes. Save it without its pictures."))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["plan"]
        read = attempted(form, lambda: read_plan(file, file.name))
        if read and read.goals:
            context = {"form": GoalsForm(goals=read.goals), "place": place, "left": read.left}
            return render(request, "priorities/goals.html", context)
        if read:
            form.add_error(
                "plan",
                _(
                    "No goal was found in it. Goals stand behind “Goal 1:”, or in "
                    "a table with a column “Goal”."
                ),
            )
    return _shown(request, place, form=form, fill=TemplateForm())


@opens_to(OpensTo.STAFF, methods=("POST",))
def take(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    place = _place(viewer, pk)
    form = GoalsForm(request.POST)
    if form.is_valid():
        begun = attempted(form, lambda: take_goals(place, form.chosen(), by=viewer))
        if begun:
            say_done(request, _("They are priorities now. Say of each which one above it carries."))
            return redirect("priorities_place", pk=place.pk)
    return render(request, "priorities/goals.html", {"form": form, "place": place})


@opens_to(OpensTo.STAFF, methods=("POST",), takes_megabytes=MEGABYTES)
def fill(request: HttpRequest, pk: str) -> HttpResponse:
    """The form of the state with the priorities in it, as a file."""
    viewer = viewer_of_request(request)
    place = _place(viewer, pk)
    form = TemplateForm(request.POST, request.FILES)
    if form.is_valid():
        template = form.cleaned_data["form_file"]
        document = attempted(
            form,
            lambda: filled(
                template or None,
                template.name if template else "",
                values=values_of(place, viewer=viewer),
                priorities=plan_priorities(place, viewer=viewer),
            ),
        )
        if document:
            answer = HttpResponse(document, content_type=WORD)
            name = slugify(place.name) or "plan"
            answer["Content-Disposition"] = f'attachment; filename="{name}.docx"'
            return answer
    return _shown(request, place, form=PlanFileForm(), fill=form)


def _shown(
    request: HttpRequest, place: Place, *, form: PlanFileForm, fill: TemplateForm
) -> HttpResponse:
    names = [f"{{{{priority.{name}}}}}" for name in OF_PRIORITY]
    context = {"form": form, "fill": fill, "place": place, "names": names}
    return render(request, "priorities/plan.html", context)


def _place(viewer: Viewer, pk: str) -> Place:
    return get_object_or_404(places_prioritised_by(viewer), pk=pk)
