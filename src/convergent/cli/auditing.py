"""`convergent audit`: the hash chain and its anchors, checked row by row."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from convergent.cli.serving import prepare
from convergent.errors import BadInput


def check_chain(*, as_json: bool) -> int:
    """Says where the chain does not hold, and returns the exit code: 0, or 3 for a break."""
    prepare()
    from convergent.audit.chain import breaks
    from convergent.audit.models import AuditRow

    found = list(breaks())
    rows = AuditRow.objects.count()
    if as_json:
        told = {"rows": rows, "breaks": [asdict(one) for one in found]}
        sys.stdout.write(json.dumps(told, indent=1) + "\n")
    else:
        lines = [f"Row {one.number}: {one.what}." for one in found]
        lines.append(f"{rows} rows; {'the chain holds' if not found else 'the chain is broken'}.")
        sys.stdout.write("\n".join(lines) + "\n")
    return BadInput.exit_code if found else 0
