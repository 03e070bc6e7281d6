"""What people and their roles put on Today."""

from convergent.people.agenda import data, decisions, mine

__all__ = ["data", "decisions", "mine"]
