"""The `convergent` command: plain verbs, JSON on request, progress on standard error."""
