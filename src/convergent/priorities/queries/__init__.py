"""What pages show of priorities: each returns plain values or a queryset."""
