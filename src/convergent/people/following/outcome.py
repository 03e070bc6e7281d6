"""What following one snapshot did."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Followed:
    """What a snapshot changed in Records, how often Records, written by hand, say otherwise, and
    how many roles are of people whose home is another district.
    """

    places: int = 0
    people: int = 0
    terms_begun: int = 0
    terms_ended: int = 0
    terms_withdrawn: int = 0
    by_hand_differs: int = 0
    roles_elsewhere: int = 0
    unknown_roles: dict[str, int] = field(default_factory=dict)

    def include(self, other: Followed) -> None:
        """Adds what another district's following did."""
        for name, count in vars(other).items():
            if isinstance(count, int):
                setattr(self, name, getattr(self, name) + count)
        for role, count in other.unknown_roles.items():
            self.unknown_roles[role] = self.unknown_roles.get(role, 0) + count
