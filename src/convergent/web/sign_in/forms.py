"""The forms of signing in: allauth's checks, our words, and what browsers need to fill them in."""

from __future__ import annotations

import struct
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from cryptography.exceptions import InvalidSignature
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from convergent.people.forms.texts import no_social_security_number
from convergent.web.sign_in.passwords import as_stored

LONG_ENOUGH = _(
    "At least 15 characters; spaces are welcome. A few words that do not belong together are easy "
    "to remember. You can paste it from a password manager."
)
CODE_LIVES = 120  # seconds in which a used code stays used: its own step and both beside it


NO_EMAIL = _("Type your e-mail address, such as name@district.example.")


def _dress(
    field: forms.Field, label: Any, hint: Any = "", empty: Any = None, **attributes: str
) -> None:
    field.label, field.help_text = label, hint
    field.error_messages["required"] = empty or _("Fill this in.")
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


def _dress_password(field: forms.Field, label: Any, hint: Any = "", complete: str = "") -> None:
    _dress(
        field,
        label,
        hint,
        _("Type the password."),
        autocomplete=complete or "current-password",
        **{"data-password": ""},
    )


def _dress_code(field: forms.Field, hint: Any = "") -> None:
    _dress(
        field,
        _("Code"),
        hint,
        _("Type the code."),
        autocomplete="one-time-code",
        autocapitalize="off",
        spellcheck="false",
    )


class SignInForm(account_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(
            self.fields["login"],
            _("E-mail"),
            "",
            NO_EMAIL,
            autocomplete="username webauthn",
            autocapitalize="off",
            spellcheck="false",
        )
        _dress_password(self.fields["password"], _("Password"))


class ForgottenForm(account_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(
            self.fields["email"],
            _("E-mail"),
            _("The address that your district has for you."),
            NO_EMAIL,
            autocomplete="username",
            autocapitalize="off",
            spellcheck="false",
        )


class NewPasswordFields:
    """One field, which can be shown, in place of the same password typed twice."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _dress_password(self.fields["password1"], _("New password"), LONG_ENOUGH, "new-password")


class NewPasswordByKeyForm(NewPasswordFields, account_forms.ResetPasswordKeyForm):
    pass


class SetPasswordForm(NewPasswordFields, account_forms.SetPasswordForm):
    pass


class ChangePasswordForm(NewPasswordFields, account_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_password(self.fields["oldpassword"], _("Your password now"))

    def clean_oldpassword(self) -> str:
        self.cleaned_data["oldpassword"] = as_stored(self.cleaned_data["oldpassword"])
        return str(super().clean_oldpassword())


class ConfirmForm(account_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_password(self.fields["password"], _("Your password"))


class CodeOnce:
    """A code is taken once, for as long as it could be typed again."""

    fields: dict[str, forms.Field]
    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_code(self.fields["code"], _("From your authenticator app, or a recovery code."))

    def clean_code(self) -> str:
        code = str(super().clean_code())  # type: ignore[misc]
        used = f"second-step:{self.user.pk}:{''.join(code.split())}"
        if not cache.add(used, True, CODE_LIVES):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(CodeOnce, code_forms.AuthenticateForm):
    pass


class ConfirmByCodeForm(CodeOnce, code_forms.ReauthenticateForm):
    pass


class FirstCodeForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_code(self.fields["code"], _("The six digits that the app shows now."))


# What a made-up or damaged answer of a passkey makes the library raise.
DAMAGED = (LookupError, TypeError, ValueError, AttributeError, struct.error, InvalidSignature)


class PasskeyMade:
    """A damaged answer is a wrong one, not an error of ours."""

    def clean(self) -> Any:
        try:
            return super().clean()  # type: ignore[misc]
        except DAMAGED:
            raise get_adapter().validation_error("incorrect_code") from None


class PasskeyUsed:
    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except DAMAGED:
            raise get_adapter().validation_error("incorrect_code") from None


class PasskeySignInForm(PasskeyUsed, passkey_forms.LoginWebAuthnForm):
    pass


class PasskeyStepForm(PasskeyUsed, passkey_forms.AuthenticateWebAuthnForm):
    pass


class ConfirmByPasskeyForm(PasskeyUsed, passkey_forms.ReauthenticateWebAuthnForm):
    pass


class InvitedPasskeyForm(PasskeyMade, passkey_forms.SignupWebAuthnForm):
    pass


class NewPasskeyForm(PasskeyMade, passkey_forms.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(
            self.fields["name"], _("Name of this passkey"), _("Such as “my phone”."), maxlength="80"
        )
        self.fields["passwordless"].initial = True
        _dress(self.fields["passwordless"], _("Sign in with it alone, without a password"))


class RenamePasskeyForm(passkey_forms.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["name"], _("Name of this passkey"), maxlength="80")


class InvitedPasswordForm(forms.Form):
    """The first password, chosen by somebody who was invited."""

    password1 = account_forms.SetPasswordField()

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].user = account  # type: ignore[attr-defined]
        _dress_password(self.fields["password1"], _("New password"), LONG_ENOUGH, "new-password")


class TokenForm(forms.Form):
    label = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        help_text=_("Such as “timetable program”, to know it by later."),
        error_messages={"required": _("Say what it is for.")},
        validators=[no_social_security_number],
    )
    days = forms.IntegerField(
        label=_("For how many days"),
        min_value=1,
        max_value=90,
        initial=30,
        help_text=_("From 1 to 90. It ends earlier when your last role ends."),
        error_messages={"required": _("Write a number from 1 to 90.")},
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class PreferencesForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    theme = forms.ChoiceField(choices=[("", ""), ("light", ""), ("dark", "")], required=False)
