"""Applies every broken twin to a copy of the shipped code and sees whether its tests notice."""

import json
import sys

from tests.twins.runner import all_twins, blind_to, copy_of_source, failures


def main():
    twins = all_twins()
    tests = sorted({test for twin in twins for test in twin.caught_by})
    with copy_of_source() as source:
        unbroken, seconds = failures(source, tests)
    told = {"unbroken": {"failed": unbroken, "seconds": round(seconds, 1)}, "twins": {}}
    for twin in twins:
        blind, seconds = blind_to(twin)
        told["twins"][twin.name] = {
            "breaks": twin.says,
            "caught": not blind,
            "not_by": blind,
            "seconds": round(seconds, 1),
        }
        sys.stderr.write(f"{'MISSED' if blind else 'caught'}  {twin.name}\n")
        sys.stderr.flush()
    told["caught"] = sum(one["caught"] for one in told["twins"].values())
    told["of"] = len(twins)
    print(json.dumps(told, indent=1))  # noqa: T201
    if unbroken or told["caught"] < told["of"]:
        raise SystemExit(1)
