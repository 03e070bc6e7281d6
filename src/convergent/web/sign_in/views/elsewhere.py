"""To a sign-in service of the district and back. What goes wrong there is said in our words."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.ratelimit import consume_or_429
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.socialaccount.providers.saml import views as saml
from allauth.socialaccount.providers.saml.utils import get_app_or_404
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from lxml.etree import LxmlError  # type: ignore[import-untyped]
from onelogin.saml2.errors import OneLogin_Saml2_Error  # type: ignore[import-untyped]
from requests import RequestException

from convergent.people.access.routes import OpensTo, opens_to
from convergent.web.sign_in.library import login_not_required

log = logging.getLogger("convergent.sign_in")
# What a service that is away, or answers with something else, ends in.
TROUBLE = (
    PermissionDenied,
    RequestException,
    OneLogin_Saml2_Error,
    LxmlError,
    OSError,
    KeyError,
    ValueError,
    TypeError,
)
SAYS_NO_NAMES = (RequestException, OneLogin_Saml2_Error)
LONGEST_ANSWER = 256 * 1024
View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """A service that cannot be reached, or is set up wrongly, gives a page that says so."""

    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *args, **named)
        except TROUBLE as trouble:
            said = trouble if isinstance(trouble, SAYS_NO_NAMES) else type(trouble).__name__
            log.error("sign-in by %s: %s", next(iter(named.values()), ""), said)
            return failed(request)

    return respond


def failed(request: HttpRequest) -> HttpResponse:
    return render(request, "socialaccount/authentication_error.html", status=401)


def _only_next(request: HttpRequest) -> None:
    """Scopes and parameters are ours to choose: an address cannot add any."""
    kept = QueryDict(mutable=True)
    if "next" in request.GET:
        kept["next"] = request.GET["next"]
    request.GET = kept  # type: ignore[assignment]


@opens_to(OpensTo.ANYONE)
@login_not_required
@never_cache
@guarded
def oidc_sign_in(request: HttpRequest, *, provider_id: str) -> HttpResponse:
    _only_next(request)
    return oidc.login(request, provider_id)


@opens_to(OpensTo.ANYONE)
@login_not_required
@never_cache
@guarded
def oidc_back(request: HttpRequest, *, provider_id: str) -> HttpResponse:
    return oidc.callback(request, provider_id)


@opens_to(OpensTo.ANYONE)
@login_not_required
@never_cache
@guarded
def saml_sign_in(request: HttpRequest, *, organization_slug: str) -> HttpResponse:
    _only_next(request)
    return saml.login(request, organization_slug=organization_slug)


@opens_to(OpensTo.ANYONE, methods=("POST",))
@csrf_exempt  # it comes from the service; InResponseTo ties it to a sign-in begun here
@login_not_required
@guarded
def saml_answer(request: HttpRequest, *, organization_slug: str) -> HttpResponse:
    """It is kept until the browser follows, so nobody may leave much, or much at once."""
    too_many = consume_or_429(request, action="saml")
    if too_many is not None:
        return too_many
    if len(request.POST.get("SAMLResponse", "")) > LONGEST_ANSWER:
        return failed(request)
    get_app_or_404(request, organization_slug)  # the library keeps what is sent before it asks
    return saml.acs(request, organization_slug=organization_slug)


@opens_to(OpensTo.ANYONE)
@login_not_required
@never_cache
@guarded
def saml_back(request: HttpRequest, *, organization_slug: str) -> HttpResponse:
    return saml.finish_acs(request, organization_slug=organization_slug)


@opens_to(OpensTo.ANYONE)
@login_not_required
@guarded
def saml_metadata(request: HttpRequest, *, organization_slug: str) -> HttpResponse:
    return saml.metadata(request, organization_slug=organization_slug)


@opens_to(OpensTo.ANYONE)
def saml_sign_out(_request: HttpRequest, *, organization_slug: str) -> HttpResponse:
    """Never there: signing out is done here, by the person. The library needs the address."""
    raise Http404(organization_slug)
