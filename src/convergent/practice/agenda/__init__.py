"""What visits, coaching and inquiries put on Today."""

from convergent.practice.agenda import agreements, charters, coaching, inquiries, obstacles, visits

__all__ = ["agreements", "charters", "coaching", "inquiries", "obstacles", "visits"]
