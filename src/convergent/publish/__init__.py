"""What leaves the pages: briefs that people print and take along."""
