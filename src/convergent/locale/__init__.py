"""What people read in each language: its texts (`./dev messages`), dates and numbers."""
