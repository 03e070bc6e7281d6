"""What an audit row can say happened. Whoever reads rows, years later, finds every name here."""

from __future__ import annotations

OF_TERMS = (
    "open role",
    "start term",
    "end term",
    "extend term",
    "undo end of term",
    "withdraw term",
)
OF_PLACES = ("form team", "name lead", "pass lead", "drop lead")
OF_HANDOVERS = ("write handover", "hand over", "take back handover", "read handover")
OF_PEOPLE = ("add person",)
OF_THE_DISTRICT = ("set words", "follow snapshot", "cancel job")
OF_LOADS = (
    "ask for load",
    "approve load",
    "refuse load",
    "undo load",
    "serve snapshot",
    "forget student",
    "download errors",
    "download left-out rows",
)
OF_SIGNING_IN = (
    "open account",
    "change address",
    "address counts",
    "invite",
    "start sign-in anew",
    "sign in",
    "sign out",
    "sign-in failed",
    "sign-in refused",
    "second step failed",
    "set first password",
    "change password",
    "set password by e-mail",
    "add totp",
    "add webauthn",
    "add recovery_codes",
    "remove totp",
    "remove webauthn",
    "remove recovery_codes",
    "renew recovery_codes",
    "issue token",
    "issue lease",
    "end token",
    "end lease",
    "end session",
    "end all access",
)

ACTIONS = frozenset(
    (*OF_TERMS, *OF_PLACES, *OF_HANDOVERS, *OF_PEOPLE, *OF_THE_DISTRICT, *OF_LOADS, *OF_SIGNING_IN)
)


def declared(action: str) -> str:
    """The name; raises ValueError for one that is not declared above."""
    if action not in ACTIONS:
        raise ValueError(f"“{action}” is no action of the audit; declare it in {__name__}")
    return action
