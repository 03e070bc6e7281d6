"""What the pages of support say."""
