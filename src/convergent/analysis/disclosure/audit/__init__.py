"""The attacker: what somebody who has every release learns of what is withheld in them.

It shares no code with suppression, only the values of `table`, so that neither inherits the other's
errors.
"""

from convergent.analysis.disclosure.audit.auditing import Findings, Learned, audit
from convergent.analysis.disclosure.audit.faults import Fault, Kind, WrongReleases
from convergent.analysis.disclosure.audit.same_release import (
    fewest_values,
    tables_behind,
    values_left,
)

__all__ = [
    "Fault",
    "Findings",
    "Kind",
    "Learned",
    "WrongReleases",
    "audit",
    "fewest_values",
    "tables_behind",
    "values_left",
]
