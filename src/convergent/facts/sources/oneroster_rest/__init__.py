"""OneRoster 1.2 over REST, rostering and gradebook: fetched into the files of its CSV binding.

The ordinary loader takes it from there. What was fetched is kept page by page, so that an
interrupted fetch goes on where it stopped.
"""

from convergent.facts.sources.oneroster_rest.fetching import Fetched, fetch
from convergent.facts.sources.oneroster_rest.kept import kept_until

__all__ = ["Fetched", "fetch", "kept_until"]
