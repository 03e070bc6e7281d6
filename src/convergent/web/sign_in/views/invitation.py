"""The page behind an invitation: a password or a passkey, chosen by the person herself."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import Login
from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from convergent.people.access.routes import OpensTo, opens_to
from convergent.people.models import Account
from convergent.web.sign_in.forms import InvitedPasskeyForm, InvitedPasswordForm
from convergent.web.sign_in.invitations import account_invited
from convergent.web.sign_in.library import (
    auto_generate_recovery_codes,
    begin_registration,
    perform_login,
    post_authentication,
    record_authentication,
    signup_authenticator,
)
from convergent.web.sign_in.notes import note


@opens_to(OpensTo.ANYONE, methods=("GET", "POST"))
@sensitive_post_parameters()
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at the page does not use the link up: programs that check mail look as well."""
    too_many = consume_or_429(request, action="invitation")
    if too_many is not None:
        return too_many
    with transaction.atomic():
        account = _locked(account_invited(token))
        if account is None or account_invited(token) is None:
            return render(request, "sign_in/invitation_over.html", status=410)
        done = _accept(request, account) if request.method == "POST" else None
    return done or _page(request, account, InvitedPasswordForm(account=account))


def _locked(account: Account | None) -> Account | None:
    """Of two answers to one invitation at once, the second one finds it used."""
    if account is None:
        return None
    return Account.objects.select_for_update().get(pk=account.pk)


def _accept(request: HttpRequest, account: Account) -> HttpResponse:
    if "credential" in request.POST:
        return _accept_passkey(request, account)
    form = InvitedPasswordForm(request.POST, account=account)
    if not form.is_valid():
        return _page(request, account, form)
    get_adapter().set_password(account, form.cleaned_data["password1"])
    note("set first password", account)
    record_authentication(request, account, "password")
    return perform_login(request, Login(user=account))


def _accept_passkey(request: HttpRequest, account: Account) -> HttpResponse:
    form = InvitedPasskeyForm(user=account, data=request.POST)
    if not form.is_valid():
        messages.error(request, _("That passkey was not accepted. Try again."))
        return redirect(request.path)
    passkey = signup_authenticator(
        request, account, form.cleaned_data["name"][:80], form.cleaned_data["credential"]
    )
    post_authentication(request, passkey, passwordless=True)
    answer = perform_login(request, Login(user=account))
    if not request.user.is_authenticated:
        return answer
    auto_generate_recovery_codes(request)
    return redirect("mfa_view_recovery_codes")


def _page(request: HttpRequest, account: Account, form: Any) -> HttpResponse:
    context = {
        "form": form,
        "person": account.person,
        "js_data": {"creation_options": begin_registration(account, True)},
    }
    return render(request, "sign_in/invitation.html", context)
