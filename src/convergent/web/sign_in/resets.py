"""Links for a new password: they die when the password, the address or the epoch changes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class ResetTokens(PasswordResetTokenGenerator):
    """Django's, and the epoch: signing out everywhere ends a link that is under way as well."""

    key_salt = "convergent.web.sign_in.resets.ResetTokens"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.epoch}"
