"""Whom to see, and the form of a visit."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.facts.social_security import holds_social_security_number
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.days import moment_text
from convergent.people.models import Place
from convergent.people.shown import place_of
from convergent.people.viewer import Viewer
from convergent.people.views.frame import id_of, say_done
from convergent.practice.access.visiting import terms_visitable_by
from convergent.practice.access.visits import own_drafts, visible_feedback, visible_visits
from convergent.practice.actions.visits import Receipt, SentOtherwise, keep_draft, keep_visit
from convergent.practice.forms.agreements import InvitationForm
from convergent.practice.forms.visits import Offered, VisitForm, draft_of, initial_of
from convergent.practice.models import JointVisit
from convergent.practice.presenters.form import FormPage, form_page
from convergent.practice.presenters.visits import visits_page
from convergent.practice.queries.joint import waiting_for


@opens_to(OpensTo.STAFF)
def visits(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    asked = request.GET.get("school")
    school = Place.objects.filter(pk=id_of(asked)).first() if asked else place_of(request, viewer)
    page = visits_page(viewer, school=school)
    form = InvitationForm(viewer=viewer, words=viewer.words) if page.is_visited else None
    return render(request, "practice/visits.html", {"page": page, "form": form})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """The form; and the address to which a page or a device sends it. Sending again what was kept
    is answered as the first time."""
    viewer = viewer_of_request(request)
    if request.method == "POST":
        return _sent(request, viewer)
    asked = request.GET.get("teacher", "")
    if not asked:
        return redirect("visits")
    page = _page(request, asked, viewer)
    return _shown(request, page, VisitForm(initial=_initial(request, page, viewer)), viewer)


def _sent(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    teacher = id_of(request.POST.get("teacher", ""))
    if request.headers.get("HX-Target") == "kept":
        return _keep_draft(request, viewer)
    form, is_device = VisitForm(request.POST), _is_device(request)
    if not form.is_valid():
        return _refused(request, form, viewer, is_device=is_device, status=422)
    try:
        receipt = keep_visit(form.sent(teacher, share="share" in request.POST), by=viewer)
    except BadInput as refusal:
        form.add_error(None, str(refusal))
        status = 409 if isinstance(refusal, SentOtherwise) else 422
        return _refused(request, form, viewer, is_device=is_device, status=status)
    if is_device:
        told = {"id": str(receipt.visit.pk), "hash": receipt.hash, "is_new": receipt.is_new}
        return JsonResponse(told, status=201 if receipt.is_new else 200)
    return _after(request, receipt, viewer)


def _is_device(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _refused(
    request: HttpRequest, form: VisitForm, viewer: Viewer, *, is_device: bool, status: int
) -> HttpResponse:
    """A device is told what is wrong; a page shows the form with all that was typed."""
    if is_device:
        return JsonResponse({"errors": form.errors}, status=status)
    page = _page(request, request.POST.get("teacher", ""), viewer)
    return _shown(request, page, form, viewer)


def _after(request: HttpRequest, receipt: Receipt, viewer: Viewer) -> HttpResponse:
    visit = visible_visits(viewer).filter(pk=receipt.visit.pk).first()
    if visit is None:
        return redirect("visits")
    said = visible_feedback(viewer).get(visit=visit)
    name = receipt.visit.teacher.name
    if said.shares_at is not None:
        when = moment_text(said.shares_at, viewer)
        say_done(
            request, _("Kept. From %(when)s on, %(name)s reads it.") % {"name": name, "when": when}
        )
    else:
        say_done(request, _("Kept. Share it with %(name)s when you are ready.") % {"name": name})
    return redirect("visit", pk=visit.pk)


def _keep_draft(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What is typed so far, kept by itself at each pause."""
    pk, teacher = (id_of(request.POST.get(name, "")) for name in ("id", "teacher"))
    content = draft_of(request.POST)
    if holds_social_security_number(content):
        return render(request, "practice/draft_kept.html", {"is_refused": True})
    draft = keep_draft(pk, teacher=teacher, content=content, by=viewer)
    return render(request, "practice/draft_kept.html", {"draft": draft})


def _page(request: HttpRequest, teacher: str, viewer: Viewer) -> FormPage:
    """The page around the form, for a teacher whom the viewer may visit today."""
    terms = terms_visitable_by(viewer).filter(person=id_of(teacher)).order_by("-share", "pk")
    term = get_object_or_404(terms.select_related("role__place", "person")[:1])
    asked = request.GET.get("look_fors", "") or request.POST.get("look_for_version", "")
    return form_page(term, viewer, joint=_joint(request, viewer), chosen=asked)


def _joint(request: HttpRequest, viewer: Viewer) -> JointVisit | None:
    asked = request.GET.get("joint", "") or request.POST.get("joint", "")
    return waiting_for(viewer).filter(pk=id_of(asked)).first() if asked else None


def _initial(request: HttpRequest, page: FormPage, viewer: Viewer) -> dict[str, Any]:
    """A new visit; or what the viewer began to write about one to this teacher."""
    initial = {
        "id": uuid4(),
        "began_at": page.begins().strftime("%Y-%m-%dT%H:%M:%S%z"),
        "look_for_version": page.version.pk if page.version else None,
        "joint": page.joint.pk if page.joint else None,
    }
    asked, own = request.GET.get("draft", ""), own_drafts(viewer)
    draft = (own.filter(pk=id_of(asked)) if asked else own.filter(teacher=page.teacher)).first()
    return {**initial, **initial_of(draft.content), "id": draft.pk} if draft else initial


def _shown(request: HttpRequest, page: FormPage, form: VisitForm, viewer: Viewer) -> HttpResponse:
    form.offer(Offered(viewer=viewer, version=page.version, beside=page.beside))
    return render(request, "practice/visit_new.html", {"page": page, "form": form})
