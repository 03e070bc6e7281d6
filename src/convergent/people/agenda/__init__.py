"""What people and their roles put on Today."""

from convergent.people.agenda import decisions, mine, work

__all__ = ["decisions", "mine", "work"]
