"""How wide an interval is."""

INTERVAL = 0.90
"""The share of 90 % intervals that hold the true value."""
Z = 1.6448536269514722
"""How many standard errors a 90 % interval reaches on either side (normal distribution)."""
