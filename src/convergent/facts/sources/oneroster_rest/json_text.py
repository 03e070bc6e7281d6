"""JSON from somebody else: numbers stay the text that they are, depth and oddities are refused."""

import json
from typing import Any


class NotJson(Exception):
    """The text is no JSON, or none that is safe to read."""


def read_json(body: bytes) -> Any:
    """The value, in which every number is a text, exactly as it was written."""
    try:
        return json.loads(body, parse_int=str, parse_float=str, parse_constant=_no_number)
    except RecursionError:
        raise NotJson("nested too deeply") from None
    except UnicodeDecodeError:
        raise NotJson("not UTF-8") from None
    except json.JSONDecodeError as broken:
        raise NotJson(f"{broken.msg} at byte {broken.pos}") from None


def _no_number(name: str) -> None:
    raise NotJson(f"{name} is no number")
