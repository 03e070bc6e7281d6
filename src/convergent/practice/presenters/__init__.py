"""Visits as pages show them."""
