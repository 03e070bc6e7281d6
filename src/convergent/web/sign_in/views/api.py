"""What a program with a token may ask: for whom it works, and until when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from convergent.people.access.routes import OpensTo, opens_to
from convergent.people.actions.credentials import account_of_secret, digest_of
from convergent.people.models import Credential
from convergent.people.viewer import viewer_today


@opens_to(OpensTo.ANYONE)
@never_cache
def me(request: HttpRequest) -> HttpResponse:
    """The token's person and its end. A session or a phone's lease is not a token."""
    secret = bearer_of(request)
    account = account_of_secret(secret, kind=Credential.Kind.TOKEN) if secret else None
    if account is None or viewer_today(account.person) is None:
        return refused()
    until = Credential.objects.get(digest=digest_of(secret)).expires_at
    return JsonResponse({"name": account.person.name, "until": until.isoformat()})


def bearer_of(request: HttpRequest) -> str:
    """The secret that a program or a device shows."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def refused() -> HttpResponse:
    words = {"error": "A living token is needed: Authorization: Bearer …"}
    answer = JsonResponse(words, status=401)
    answer["WWW-Authenticate"] = 'Bearer realm="Convergent"'
    return answer
