"""Places, people, the roles they hold for a term, and who may see and do what."""
