"""The convergent picture: what a place claims, from where it was looked at, and what holds."""
