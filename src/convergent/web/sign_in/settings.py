"""Sign-in: django-allauth's settings, worked out from the configuration."""

from __future__ import annotations

from typing import Any

from convergent.configuration import Configuration
from convergent.web.sign_in.providers import providers_of

HERE = "convergent.web.sign_in"
INVITATION_DAYS = 7
MINUTES = 60


def sign_in_settings(configuration: Configuration) -> dict[str, Any]:
    """Raises WrongSetting for a sign-in service that is not described well enough."""
    return {
        **_passwords(),
        **_accounts(),
        **_second_step(),
        **_services(configuration),
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "today",
        "CACHES": _cache(),
        # The proxy that ends TLS adds the address of whoever asks; without one nobody is believed.
        "ALLAUTH_TRUSTED_PROXY_COUNT": int(configuration.public_url.startswith("https:")),
        "USERSESSIONS_TRACK_ACTIVITY": False,
    }


def _cache() -> dict[str, Any]:
    """Shared by all workers on all machines; adding to it is atomic (see sign_in/models.py)."""
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "sign_in_cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }


def _passwords() -> dict[str, Any]:
    checks = ("LongEnough", "NotTooLong", "NotGuessable")
    return {
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [{"NAME": f"{HERE}.passwords.{check}"} for check in checks],
        "PASSWORD_RESET_TIMEOUT": 60 * MINUTES,
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
    }


def _accounts() -> dict[str, Any]:
    return {
        "ACCOUNT_ADAPTER": f"{HERE}.adapters.AccountAdapter",
        "ACCOUNT_FORMS": {
            "login": f"{HERE}.forms.SignInForm",
            "reset_password": f"{HERE}.forms.ForgottenForm",
            "reset_password_from_key": f"{HERE}.forms.NewPasswordByKeyForm",
            "change_password": f"{HERE}.forms.ChangePasswordForm",
            "set_password": f"{HERE}.forms.SetPasswordForm",
            "reauthenticate": f"{HERE}.forms.ConfirmForm",
        },
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS": False,
        "ACCOUNT_EMAIL_VERIFICATION": "none",  # addresses come from the district's own records
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR": f"{HERE}.resets.ResetTokens",
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 10 * MINUTES,
        # A whole district may stand behind one address: 6,000 people within ten minutes, of whom
        # every tenth mistypes. What guards an account is counted for the account, wherever from.
        "ACCOUNT_RATE_LIMITS": {
            "login": "1200/m/ip",
            "login_failed": "120/m/ip,1000/h/ip,5/300s/key,50/d/key",
            "reset_password": "120/m/ip,3/m/key,10/d/key",
            "invitation": "600/m/ip",
            "saml": "1200/m/ip",
            "download": "10/300s/user,100/d/user",
        },
    }


def _second_step() -> dict[str, Any]:
    return {
        "MFA_ADAPTER": f"{HERE}.adapters.SecondStepAdapter",
        "MFA_FORMS": {
            "authenticate": f"{HERE}.forms.CodeForm",
            "reauthenticate": f"{HERE}.forms.ConfirmByCodeForm",
            "activate_totp": f"{HERE}.forms.FirstCodeForm",
            "add_webauthn": f"{HERE}.forms.NewPasskeyForm",
            "login_webauthn": f"{HERE}.forms.PasskeySignInForm",
            "authenticate_webauthn": f"{HERE}.forms.PasskeyStepForm",
            "reauthenticate_webauthn": f"{HERE}.forms.ConfirmByPasskeyForm",
            "edit_webauthn": f"{HERE}.forms.RenamePasskeyForm",
        },
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,
        "MFA_TOTP_ISSUER": "Convergent",
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_RATE_LIMITS": {"webauthn_login": "1200/m/ip"},
    }


def _services(configuration: Configuration) -> dict[str, Any]:
    return {
        "SOCIALACCOUNT_ADAPTER": f"{HERE}.adapters.ServiceAdapter",
        "SOCIALACCOUNT_PROVIDERS": providers_of(configuration),
        "SOCIALACCOUNT_EMAIL_VERIFICATION": "none",
        "SOCIALACCOUNT_LOGIN_ON_GET": True,  # a form may not lead to another site (the CSP)
    }
