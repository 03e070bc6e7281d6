"""Priorities as their pages show them: plain values, ready to be read."""
