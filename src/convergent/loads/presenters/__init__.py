"""What templates are handed: plain values, all words chosen."""
