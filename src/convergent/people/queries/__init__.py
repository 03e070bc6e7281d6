"""What pages show of places, people and roles: each returns plain values or a queryset."""
