"""Where django-allauth asks what we want: nobody is made by signing in, and words are ours."""

# ruff: noqa: ARG002 (the library names its arguments, and passes them by name)

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from convergent.outbox.actions import post
from convergent.people.models import Account
from convergent.people.viewer import viewer_today
from convergent.records.private_text import PrivateTextField
from convergent.web.sign_in import vouching
from convergent.web.sign_in.addresses import is_own
from convergent.web.sign_in.changes import sentence_of
from convergent.web.sign_in.library import get_authentication_records
from convergent.web.sign_in.notes import note
from convergent.web.sign_in.passwords import as_stored

log = logging.getLogger("convergent.sign_in")
WRONG_CODE = _("That code is not right, or it was used already. Use the newest one.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This e-mail address and password do not belong together. Check both, or set a new "
            "password."
        ),
        "enter_current_password": _("That is not your password now. Type it again."),
        "incorrect_password": _("That is not your password. Type it again."),
        "incorrect_code": WRONG_CODE,
        "invalid_password_reset": _("This link was used, or is too old. Ask for a new one."),
        "too_many_login_attempts": _("That was tried too often. Wait five minutes."),
        "rate_limited": _("That was tried too often. Wait five minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        return is_own(self.request, url)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        if "password" in credentials:
            credentials["password"] = as_stored(credentials["password"])
        return super().authenticate(request, **credentials)

    def set_password(self, user: Account, password: str) -> None:
        super().set_password(user, as_stored(password))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Noted for the account that was tried, if there is one; what was typed is not kept."""
        account = Account.objects.filter(email=credentials.get("email", "").lower()).first()
        if account is not None:
            note("sign-in failed", account)

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> Any:
        if viewer_today(user.person) is None:
            note("sign-in refused", user, why="no role held today")
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def get_login_stages(self) -> list[str]:
        return ["convergent.web.sign_in.second_factor.AskUnlessAskedElsewhere"]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Somebody who has just signed in is not asked again."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record["at"] for record in records), default=0.0)
        return time.time() - newest > account_settings.REAUTHENTICATION_TIMEOUT

    def send_password_reset_mail(self, user: Account, email: str, context: Any) -> None:
        """Nothing to people without a role today: the page says the same to everybody."""
        if viewer_today(user.person) is not None:
            with translation.override(user.language or settings.LANGUAGE_CODE):
                super().send_password_reset_mail(user, email, context)

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """Everything that the library sends: here, the link for a new password."""
        message = self.render_mail(template_prefix, email, context)
        post(
            key=f"{template_prefix} {uuid4()}",
            to=email,
            subject=str(message.subject),
            body=str(message.body),
            about=context["user"].person_id,
            worth_for=timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        )

    def send_notification_mail(
        self, template_prefix: str, user: Account, context: Any = None, email: str | None = None
    ) -> None:
        """Tells the person that something about signing in has changed, in her language."""
        with translation.override(user.language or settings.LANGUAGE_CODE):
            words = {"sentence": sentence_of(template_prefix), "person": user.person}
            subject = render_to_string("sign_in/mail/changed_subject.txt", words).strip()
            body = render_to_string("sign_in/mail/changed_message.txt", words)
        post(
            key=f"changed {uuid4()}",
            to=user.email,
            subject=subject,
            body=body,
            about=user.person_id,
        )


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        """As private text: the key is kept outside the database."""
        return str(PrivateTextField().get_prep_value(text))

    def decrypt(self, encrypted_text: str) -> str:
        return str(PrivateTextField().from_db_value(encrypted_text))

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        return str(_("My passkey"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Convergent"}


class ServiceAdapter(DefaultSocialAccountAdapter):
    """The district's own services sign in people who are here already; they make nobody."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        sociallogin.state["process"] = "login"  # never “connect”: an address could ask for it
        try:
            sociallogin.user = vouching.account_vouched_for(sociallogin)
        except vouching.NotVouchedForError as refusal:
            log.warning("sign-in by %s refused: %s", sociallogin.provider.sub_id, refusal)
            raise ImmediateHttpResponse(_not_known(request, sociallogin)) from None

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        log.warning("sign-in by %s failed: %s %s", provider.sub_id, error, type(exception).__name__)


def _not_known(request: HttpRequest, sociallogin: Any) -> HttpResponse:
    context = {"service": sociallogin.provider.name}
    return render(request, "sign_in/not_known.html", context, status=403)
