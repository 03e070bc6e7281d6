"""Records: what people write. The safe SQLite driver, privacy classes and private text."""
