"""Language, and light or dark."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from convergent.people.access.routes import OpensTo, opens_to
from convergent.people.models import Account
from convergent.web.sign_in.forms import PreferencesForm
from convergent.web.sign_in.views.entrance import safe_next

YEAR = 365 * 86_400


@opens_to(OpensTo.ANYONE, methods=("POST",))
def preferences(request: HttpRequest) -> HttpResponse:
    """Keeps what was sent and leaves the rest; without a person, the browser keeps the language."""
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    chosen = {name: value for name, value in form.cleaned_data.items() if name in request.POST}
    if not chosen.get("language", "kept"):
        raise BadRequest
    answer = redirect(safe_next(request, otherwise="/"))
    if request.user.is_authenticated and chosen:
        Account.objects.filter(pk=request.user.pk).update(**chosen)
    if "language" in chosen:
        _set_cookie(answer, chosen["language"])
    return answer


def _set_cookie(answer: HttpResponse, language: str) -> None:
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
