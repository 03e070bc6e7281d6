"""Search: one row for each record that may be found, kept in the words of whoever looks for it."""
