"""`convergent reindex`: everything that can be found, indexed anew."""

from __future__ import annotations

import json
import sys

from convergent.cli.serving import prepare


def index_anew(*, as_json: bool) -> None:
    prepare()
    from convergent.search.actions import rebuild

    rows = rebuild()
    told = json.dumps({"rows": rows}) if as_json else f"{rows:,} records can be found."
    sys.stdout.write(told + "\n")
