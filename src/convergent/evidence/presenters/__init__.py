"""Pictures and claims in words and marks."""
