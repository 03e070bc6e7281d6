"""Asking: two short questions after something happened, and never more than two a week."""
