"""Rows that were written many at once, of which the database's layer says nothing by itself."""

from django.dispatch import Signal

rows_written = Signal()  # sender: the model; rows: what was written, in the same transaction
