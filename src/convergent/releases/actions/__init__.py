"""What is released is in the ledger before anybody reads it."""
