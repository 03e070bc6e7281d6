"""Who sees student data takes a second step when signing in; nothing else opens until it is set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount import app_settings as service_settings
from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from convergent.people.access.district import needs_second_step
from convergent.people.installation import is_demo_on_loopback
from convergent.people.viewer import Viewer
from convergent.web.sign_in.library import get_authentication_records
from convergent.web.sign_in.providers import apps_in

OPEN_BEFORE = frozenset(
    {
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "preferences",
    }
)
GOING_TO = "going_to"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SecondFactor:
    """Runs after `closed_by_default`: what is not there stays not there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _arguments: Any, _named: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name in OPEN_BEFORE or not lacks_second_factor(request):
            return None
        return _to_set_up(request)


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether the viewer has to set up a second step before going on."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None or not needs_second_step(viewer):
        return False
    if was_asked_here(request) or was_asked_elsewhere(request, request.user):
        return False
    return not is_demo_on_loopback(request)


def was_asked_here(request: HttpRequest) -> bool:
    """Whether this very session gave a second step, or set it up: another's does not count, and
    none does once the last one was removed."""
    if not is_mfa_enabled(request.user, FACTORS):
        return False
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def was_asked_elsewhere(request: HttpRequest, account: Any) -> bool:
    """Whether this session began at a service of the district that asks for a second step."""
    trusted = {
        app["provider_id"]
        for _, app in apps_in(service_settings.PROVIDERS)
        if app["settings"]["second_factor"]
    }
    return any(
        record.get("method") == "socialaccount" and record.get("provider") in trusted
        for record in get_authentication_records(request, account)
    )


class AskUnlessAskedElsewhere(AuthenticateStage):
    """The second step of signing in here; not where the district's service has asked already."""

    def _should_handle(self, request: HttpRequest) -> bool:
        user: AbstractBaseUser | None = self.login.user
        return super()._should_handle(request) and not was_asked_elsewhere(request, user)


def _to_set_up(request: HttpRequest) -> HttpResponse:
    """To the page that sets it up; `go_on` leads on from there to where the person was going.

    Where it is set up already, this session began without it: it ends.
    """
    if is_mfa_enabled(request.user, FACTORS):
        logout(request)
        return redirect("account_login")
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(reverse("mfa_index"))
    if request.method in {"GET", "HEAD"}:
        request.session[GOING_TO] = request.get_full_path()
    return redirect("mfa_index")
