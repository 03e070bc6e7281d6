"""What people do with priorities: each checks the reason, writes its audit row, then saves."""
