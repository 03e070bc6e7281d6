"""What visits and coaching put on Today."""

from convergent.practice.agenda import agreements, charters, coaching, obstacles, visits

__all__ = ["agreements", "charters", "coaching", "obstacles", "visits"]
