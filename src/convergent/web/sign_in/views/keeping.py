"""What whoever keeps the district's records does for others who cannot sign in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.errors import PersonError
from convergent.people.access.directory import visible_people
from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.access.sign_in import why_let_in
from convergent.people.models import Account, Person
from convergent.people.viewer import Viewer
from convergent.web.sign_in.invitations import has_way_in, invite, start_anew


@opens_to(OpensTo.KEEPERS, methods=("GET", "POST"))
def way_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Invites somebody who has never signed in; whoever lost every way in begins anew."""
    viewer = viewer_of_request(request)
    person = _somebody_else(viewer, pk)
    account = Account.objects.filter(person=person).first()
    has_one = account is not None and has_way_in(account)
    if request.method == "POST":
        _invite(request, person, viewer, anew=has_one and "anew" in request.POST)
        return redirect("person", pk=person.pk)
    return render(request, "sign_in/way_in.html", {"person": person, "has_one": has_one})


def _somebody_else(viewer: Viewer, pk: UUID) -> Person:
    person = get_object_or_404(visible_people(viewer), pk=pk)
    required(why_let_in(viewer, person))
    return person


def _invite(request: HttpRequest, person: Person, viewer: Viewer, *, anew: bool) -> None:
    try:
        (start_anew if anew else invite)(person, by=viewer)
    except PersonError as refusal:
        messages.error(request, str(refusal))
    else:
        sent = _("An invitation is on its way to %(email)s. It works once, for a week.")
        messages.success(request, sent % {"email": person.email})
