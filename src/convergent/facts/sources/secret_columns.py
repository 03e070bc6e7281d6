"""Columns that are never read, kept or shown, known by their headings."""

import re

from convergent.facts.social_security import is_of_social_security

_SECRET = re.compile(
    r"passw|passcode|passphrase|pwd$|pswd|contrase[nñ]a|^claves?$|clave.?de.?acceso"
    r"|^(initial|student|user)?.?pin$",
    re.IGNORECASE,
)


def is_password(heading: str) -> bool:
    """Whether a column holds passwords or what opens as much."""
    return _SECRET.search(heading) is not None


def is_secret(heading: str) -> bool:
    """Passwords and social-security numbers: never read, kept or shown."""
    return is_password(heading) or is_of_social_security(heading)
