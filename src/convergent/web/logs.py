"""Log lines hold what happened and where in the code, never what somebody wrote."""

from __future__ import annotations

import json
import logging
import time
import traceback
from typing import Any


class PlainLine(logging.Formatter):
    """Time (UTC), level, logger, message, in one line. Of an error: its type, and where in our code
    and at last it was; no values."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self.converter = time.gmtime

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        record.message = record.message.replace("\r", r"\r").replace("\n", r"\n")
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        kind, _, trace = ei
        passed = traceback.extract_tb(trace)
        places = [*(place for place in passed[:-1] if "convergent" in place.filename), *passed[-1:]]
        lines = [f"  {place.filename}:{place.lineno} in {place.name}" for place in places]
        return "\n".join([f"{kind.__module__}.{kind.__qualname__}", *lines])


class JsonLine(PlainLine):
    """The same as one JSON object a line, for a collector of logs."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["problem"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)
