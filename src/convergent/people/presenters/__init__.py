"""Plain values for templates, which neither query nor calculate."""
