"""Convergent: run the system by which a district improves learning, and see whether it works."""

__version__ = "0.1.0"
