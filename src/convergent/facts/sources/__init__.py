"""One module for each format that a district exports."""
