"""What a person is told by e-mail when something about signing in has changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_set": _("A password was set for you."),
    "account/email/password_reset": _("A new password was set by a link sent to this address."),
    "mfa/email/totp_activated": _("An authenticator app was added as your second step."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed as your second step."),
    "mfa/email/webauthn_added": _("A passkey was added."),
    "mfa/email/webauthn_removed": _("A passkey was removed."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made; the old ones ended."),
}
OTHERWISE = _("Something about how you sign in was changed.")


def sentence_of(prefix: str) -> str:
    return str(SENTENCES.get(prefix, OTHERWISE))
