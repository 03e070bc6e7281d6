"""What a device asks so that it may work without a network: a lease, and whether it still lives."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.actions.credentials import account_of_secret
from convergent.people.models import Account, Credential
from convergent.web.sign_in.devices import device_in_words
from convergent.web.sign_in.leases import issue_lease
from convergent.web.sign_in.views.api import bearer_of, refused


@opens_to(OpensTo.STAFF, methods=("POST",))
@never_cache
def lease(request: HttpRequest) -> HttpResponse:
    """The secret is in this one answer and nowhere else."""
    person = viewer_of_request(request).person
    label = device_in_words(request.headers.get("User-Agent", ""))
    given, secret = issue_lease(Account.objects.get(person=person), request.session, label=label)
    told = {
        "id": str(given.pk),
        "secret": secret,
        "until": given.expires_at.isoformat(),
        "person": reverse("person", args=[person.pk]),
    }
    return JsonResponse(told)


@opens_to(OpensTo.ANYONE)
@never_cache
def living(request: HttpRequest) -> HttpResponse:
    """Whether a lease lives. A device that hears that it does not forgets its key."""
    secret = bearer_of(request)
    if not secret or account_of_secret(secret, kind=Credential.Kind.LEASE) is None:
        return refused()
    return JsonResponse({"lives": True})
