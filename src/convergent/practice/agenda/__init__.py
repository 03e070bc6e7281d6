"""What visits and coaching put on Today."""

from convergent.practice.agenda import agreements, coaching, obstacles, visits

__all__ = ["agreements", "coaching", "obstacles", "visits"]
