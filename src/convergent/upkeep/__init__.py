"""Looking after an installation: backing up, restoring, rehearsing."""
