"""Constants within SQL."""


def literal(value: str) -> str:
    """A constant of our own or of a district's mapping, as SQL."""
    return "'" + value.replace("\0", "").replace("'", "''") + "'"
