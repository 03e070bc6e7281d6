"""Who changed, who looked, and why they were allowed: append-only and hash-chained."""
