"""Who may visit whom, and who reads what came of it. Each rule is a set and a reason."""
