"""Each check in its turn; one that cannot be made is a finding itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DatabaseError

from convergent.errors import PersonError
from convergent.upkeep.doctor import machine, stores
from convergent.upkeep.doctor.findings import Check, Finding, Level, Trouble

CHECKS: tuple[tuple[str, str, Check], ...] = (
    ("disk", "There is room on the disk.", machine.disk),
    ("rights", "Nobody else on this machine may look in.", machine.rights),
    ("database", "Records are whole, and written safely.", stores.database),
    ("version", "Records are of this version.", stores.version),
    ("keys", "The keys open what is private.", stores.keys),
    ("restores", "No restore was cut off.", stores.restores),
    ("clock", "The clock goes right.", machine.clock),
    ("worker", "Long work is done.", stores.worker),
    ("mail", "The mail server answers.", machine.mail),
    ("certificate", "The way to people's browsers is safe.", machine.certificate),
    ("audit", "The audit's chain holds.", stores.audit),
    ("snapshot", "The data that serves is what was published.", stores.snapshot),
    ("releases", "Every file that was released is as it was.", stores.releases),
    ("backups", "Backups are made.", stores.backups),
)


def examined() -> Iterator[Finding]:
    """A finding or more for each check, in the order above."""
    for name, good, check in CHECKS:
        found = list(_troubles(check))
        for one in found:
            yield Finding(name, one.level, one.what, one.todo)
        if not found:
            yield Finding(name, Level.GOOD, good)


def _troubles(check: Check) -> Iterator[Trouble]:
    try:
        yield from check()
    except PersonError as problem:
        yield Trouble(problem.what, problem.todo)
    except (DatabaseError, OSError) as problem:
        reason = (str(problem).strip().splitlines() or [type(problem).__name__])[0]
        yield Trouble(f"This could not be looked at: {reason}.", "Mend what is said above first.")
