"""What django-allauth keeps to itself and we use all the same: looked at with every update.

Everything from its modules named `internal` is imported here, and nowhere else (a test looks).
"""

from allauth.account.internal.decorators import login_not_required
from allauth.account.internal.flows.login import (
    get_authentication_records,
    perform_login,
    record_authentication,
)
from allauth.account.internal.flows.logout import logout
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.recovery_codes.internal.flows import auto_generate_recovery_codes
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.internal.flows import signup_authenticator

__all__ = [
    "auto_generate_recovery_codes",
    "begin_registration",
    "get_authentication_records",
    "login_not_required",
    "logout",
    "perform_login",
    "post_authentication",
    "record_authentication",
    "signup_authenticator",
]
