"""What people do to places, roles and terms. Each is atomic and writes its audit row first."""
