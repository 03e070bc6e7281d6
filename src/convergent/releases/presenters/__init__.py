"""What the pages of the ledger say."""
