"""What people do around visits; each writes its audit row first, in one transaction."""
