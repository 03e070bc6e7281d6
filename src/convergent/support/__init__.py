"""What leaders get: their supervisor’s time, planned by need, and what both promise."""
