"""Where you're signed in: everything that was given out, and how each of it ends."""

from __future__ import annotations

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.actions.credentials import (
    end_all_access,
    end_credential,
    issue_credential,
)
from convergent.people.models import Account, Credential
from convergent.web.sign_in.forms import TokenForm
from convergent.web.sign_in.given import credentials_of, lifetime_within_terms, sessions_of
from convergent.web.sign_in.leases import end_lease_of
from convergent.web.sign_in.library import logout
from convergent.web.sign_in.notes import note


def _account(request: HttpRequest) -> Account:
    return Account.objects.get(person=viewer_of_request(request).person)


@opens_to(OpensTo.STAFF)
@never_cache
def where_signed_in(request: HttpRequest) -> HttpResponse:
    account = _account(request)
    context = {
        "sessions": sessions_of(account, this=request.session.session_key),
        "tokens": credentials_of(account, Credential.Kind.TOKEN),
        "leases": credentials_of(account, Credential.Kind.LEASE),
        "has_password": account.has_usable_password(),
    }
    return render(request, "sign_in/where.html", context)


@opens_to(OpensTo.STAFF, methods=("POST",))
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_object_or_404(UserSession, pk=pk, user=_account(request))
    end_lease_of(SessionStore(session.session_key))
    if session.session_key == request.session.session_key:
        session.delete()
        logout(request, show_message=False)
        return redirect("account_login")
    note("end session", _account(request))
    session.end()
    messages.success(request, _("That device is signed out."))
    return redirect("where_signed_in")


@opens_to(OpensTo.STAFF, methods=("POST",))
def end_given(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = viewer_of_request(request)
    credential = get_object_or_404(
        Credential, pk=pk, account__person=viewer.person, ended_at__isnull=True
    )
    end_credential(credential, by=viewer.person.pk)
    messages.success(request, _("“%(label)s” has ended.") % {"label": credential.label})
    return redirect("where_signed_in")


@opens_to(OpensTo.STAFF, methods=("POST",))
def end_everywhere(request: HttpRequest) -> HttpResponse:
    """This session as well: whoever holds another one may be looking at this page."""
    person = viewer_of_request(request).person
    with transaction.atomic():
        end_all_access(person, by=person.pk)
        UserSession.objects.filter(user__person=person).delete()
    logout(request, show_message=False)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("account_login")


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
@never_cache
@reauthentication_required(app="convergent.web.sign_in")
def make_token(request: HttpRequest) -> HttpResponse:
    """The token is in this one answer and nowhere else."""
    form = TokenForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "sign_in/token.html", {"form": form})
    account = _account(request)
    credential, secret = issue_credential(
        account,
        kind=Credential.Kind.TOKEN,
        label=form.cleaned_data["label"],
        lifetime=lifetime_within_terms(account.person, form.cleaned_data["days"]),
    )
    return render(request, "sign_in/token_made.html", {"secret": secret, "token": credential})
