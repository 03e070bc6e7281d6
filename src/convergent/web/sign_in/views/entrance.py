"""The sign-in page, the way out, and what stands between."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account import signals
from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from allauth.socialaccount import app_settings as service_settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from convergent.people.access.routes import OpensTo, opens_to
from convergent.people.installation import is_demo_on_loopback
from convergent.people.models import Account, CastMember
from convergent.people.viewer import viewer_today
from convergent.web.sign_in.addresses import is_own
from convergent.web.sign_in.cast import cast
from convergent.web.sign_in.leases import end_lease_of
from convergent.web.sign_in.library import logout, record_authentication
from convergent.web.sign_in.providers import apps_in
from convergent.web.sign_in.second_factor import GOING_TO
from convergent.web.sign_in.who import account_of

ROUTES = {"openid_connect": "openid_connect_login", "saml": "saml_login"}


class SignInView(LoginView):
    """Whoever is signed in is sent on; in a demonstration she may become somebody else."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.is_demo = is_demo_on_loopback(request)
        if request.user.is_authenticated and not self.is_demo:
            return redirect(safe_next(request))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        going_to = safe_next(self.request, otherwise="")
        return {
            **context,
            "cast": cast() if self.is_demo else [],
            "going_to": going_to,
            "services": services(going_to),
        }


def services(going_to: str) -> list[tuple[str, str]]:
    """Name and address of every sign-in service of the district."""
    query = f"?{urlencode({'next': going_to})}" if going_to else ""
    return [
        (app["name"], reverse(ROUTES[kind], args=[app["provider_id"]]) + query)
        for kind, app in apps_in(service_settings.PROVIDERS)
    ]


def safe_next(request: HttpRequest, otherwise: str = "/today/") -> str:
    """Where the person was going, if that is on this host; never to another one."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if is_own(request, wanted) else otherwise


@opens_to(OpensTo.ANYONE, methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """Also the way back from the second step, when nobody is signed in yet."""
    end_lease_of(request.session)
    logout(request)
    return redirect(safe_next(request, otherwise=reverse("account_login")))


@opens_to(OpensTo.ANYONE, methods=("POST",))
def demo_sign_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One tap signs in as one of the cast: in a demonstration, on this machine, nowhere else."""
    if not is_demo_on_loopback(request):
        raise Http404
    member = get_object_or_404(CastMember.objects.select_related("person"), person=pk)
    if viewer_today(member.person) is None:
        raise Http404
    account = account_of(member.person, by=member.person.pk)
    get_adapter().login(request, account)
    record_authentication(request, account, "demonstration")
    signals.user_logged_in.send(sender=Account, request=request, user=account)
    return redirect(safe_next(request))


@opens_to(OpensTo.STAFF)
def go_on(request: HttpRequest) -> HttpResponse:
    """After the second step was set up: to the page that was asked for first."""
    going_to = request.session.pop(GOING_TO, "")
    return redirect(going_to if is_own(request, going_to) else "today")


@opens_to(OpensTo.ANYONE)
def no_role(request: HttpRequest) -> HttpResponse:
    return render(request, "sign_in/no_role.html", status=403)


def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "sign_in/too_many.html", status=429)
