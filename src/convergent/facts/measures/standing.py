"""Whether the measures of a snapshot are there. Apart from `build`, as every process asks it."""

import hashlib

from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.folders import built_measures
from convergent.facts.measures.rules import Rules
from convergent.facts.snapshot import Snapshot

METHOD = "measures 3"
"""Changes when the same rows give other numbers; measures are then worked out anew."""


def is_measured(snapshot: Snapshot, rules: Rules) -> bool:
    """Whether its measures are there, worked out by these rules and today's definitions."""
    found = built_measures(snapshot)
    return found is not None and found.key == key_of(snapshot, rules)


def key_of(snapshot: Snapshot, rules: Rules) -> str:
    """A hash of all that the measures of a snapshot depend on."""
    said = [METHOD, snapshot.manifest.content_hash, str(snapshot.manifest.as_of), repr(rules)]
    said += [repr(one) for one in definitions().values()]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
