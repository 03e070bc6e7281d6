"""What an audit row can say happened. Whoever reads rows, years later, finds every name here."""

from __future__ import annotations

RESTORE = "restore backup"
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
OF_THE_DISTRICT = (
    "set words",
    "follow snapshot",
    "follow exports again",
    "keep as written here",
    "cancel job",
)
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
OF_PRIORITIES = (
    "begin priority",
    "change priority",
    "end priority",
    "add measure",
    "change aim",
    "take off measure",
    "write working note",
    "read working notes",
    "write requirement",
    "change requirement",
    "withdraw requirement",
    "meet requirement",
    "hand in",
    "add link",
    "change link",
    "move link",
    "take out link",
    "add evidence",
    "begin cycle",
    "change cycle",
    "add point",
    "decide cycle",
)
OF_RELEASES = ("release",)
OF_UPKEEP = (RESTORE, "take everything along")
OF_MEETINGS = (
    "set rhythm",
    "end rhythm",
    "prepare meeting",
    "change meeting",
    "call off meeting",
    "close meeting",
    "add to agenda",
    "take off agenda",
    "decide",
    "write meeting notes",
    "settle clash",
    "commit",
    "finish commitment",
    "carry commitment over",
    "let commitment go",
    "take commitment up again",
)
OF_ASKING = ("ask two questions", "answer", "set questions aside", "take answer back")
OF_THE_PULSE = ("ask for pulse", "answer pulse", "set pulse aside")
OF_VISITS = (
    "write visit agreement",
    "confirm visit agreement",
    "name evaluator",
    "invite to visit",
    "write look-fors",
    "keep visit",
    "read visit",
    "write feedback",
    "share feedback",
    "answer feedback",
    "follow up",
    "let visits go",
    "tell of obstacle",
    "answer obstacle",
    "write charter",
    "agree to charter",
    "note interference",
    "set days at schools",
    "take interference back",
)
OF_INQUIRIES = (
    "begin inquiry",
    "change inquiry",
    "look at evidence",
    "take off evidence",
    "try change",
    "recheck inquiry",
)
OF_COACHING = (
    "ask for coaching",
    "agree to coaching",
    "decline coaching",
    "meet for coaching",
    "pause coaching",
    "take coaching up again",
    "end coaching",
    "write coaching",
    "take coaching away",
    "share piece",
    "take share back",
    "read coaching",
    "read shared piece",
    "search coaching",
    "ask for opening",
    "open thread",
    "close thread",
    "hold threads",
    "lift hold",
    "let coaching go",
)
OF_CLAIMS = (
    "take up claim",
    "write claim",
    "end claim",
    "judge claims",
    "add piece",
    "withdraw piece",
    "read picture",
    "note picture",
    "go on record",
    "leave record",
)
OF_SUPPORT = (
    "plan support",
    "plan contact",
    "keep contact",
    "correct contact",
    "call contact off",
    "withdraw contact",
    "take contact back",
    "read contact",
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
    (
        *OF_TERMS,
        *OF_PLACES,
        *OF_HANDOVERS,
        *OF_PEOPLE,
        *OF_THE_DISTRICT,
        *OF_LOADS,
        *OF_PRIORITIES,
        *OF_RELEASES,
        *OF_UPKEEP,
        *OF_MEETINGS,
        *OF_ASKING,
        *OF_THE_PULSE,
        *OF_VISITS,
        *OF_INQUIRIES,
        *OF_COACHING,
        *OF_CLAIMS,
        *OF_SUPPORT,
        *OF_SIGNING_IN,
    )
)


def declared(action: str) -> str:
    """The name; raises ValueError for one that is not declared above."""
    if action not in ACTIONS:
        raise ValueError(f"“{action}” is no action of the audit; declare it in {__name__}")
    return action
