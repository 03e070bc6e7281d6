"""The ledger of what was released: to whom, when, from which load, and what was withheld."""
