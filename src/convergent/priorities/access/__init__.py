"""Who may see and write priorities. As everywhere, each rule is a set and a reason."""
