"""Django's SQLite backend on a driver that is safe in WAL mode."""
