"""What is asked about visits, always within what the viewer may read."""
