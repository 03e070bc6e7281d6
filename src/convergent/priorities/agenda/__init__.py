"""What priorities, and the teams that work on them, put on Today."""

from convergent.priorities.agenda import teams, work

__all__ = ["teams", "work"]
