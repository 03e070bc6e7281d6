"""How private each field is. A test fails for a field of ours that has no class."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Privacy(StrEnum):
    """From what may be printed on a public page to what nobody is ever shown."""

    PUBLIC = "public"  # may stand on a public page
    STAFF = "staff"  # whoever works in the district
    PERSONAL = "personal"  # the person, and those who are responsible for the record
    PRIVATE = "private"  # encrypted; the readers are named beside the field
    SECRET = "secret"  # credentials; shown to nobody
    TECHNICAL = "technical"  # keys, versions, marks of time


def privacy(**fields: str) -> Mapping[str, Privacy]:
    """The class of each field of a model: `privacy(staff="name level", technical="id")`."""
    classes: dict[str, Privacy] = {}
    for level, names in fields.items():
        for name in names.split():
            if name in classes:
                raise ValueError(f"{name} has two privacy classes")
            classes[name] = Privacy(level)
    return classes
