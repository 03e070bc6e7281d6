"""What changes a plan or a contact."""
