"""Applies every broken twin to a copy of the shipped code and sees whether its tests notice."""

import json
import sys

from tests.twins.runner import all_twins, caught, copy_of_source, failures


def main():
    twins = all_twins()
    tests = sorted({test for twin in twins for test in twin.caught_by})
    with copy_of_source() as source:
        unbroken, seconds = failures(source, tests)
    told = {"unbroken": {"failed": unbroken, "seconds": round(seconds, 1)}, "twins": {}}
    for twin in twins:
        failed, seconds = caught(twin)
        told["twins"][twin.name] = {
            "breaks": twin.says, "caught": bool(failed), "by": len(failed),
            "seconds": round(seconds, 1),
        }
        sys.stderr.write(f"{'caught' if failed else 'MISSED'}  {twin.name}\n")
        sys.stderr.flush()
    told["caught"] = sum(one["caught"] for one in told["twins"].values())
    told["of"] = len(twins)
    print(json.dumps(told, indent=1))  # noqa: T201
    if unbroken or told["caught"] < told["of"]:
        raise SystemExit(1)
