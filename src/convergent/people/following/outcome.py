"""What following one snapshot did."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Followed:
    """What a snapshot changed in Records, and how often Records, written by hand, say otherwise."""

    places: int = 0
    people: int = 0
    terms_begun: int = 0
    terms_ended: int = 0
    terms_withdrawn: int = 0
    by_hand_differs: int = 0
    unknown_roles: dict[str, int] = field(default_factory=dict)
