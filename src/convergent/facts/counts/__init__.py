"""Tables of counts from a file of a person's own, and releases of them into one."""

from convergent.facts.counts.dimensions import Dimension, dimensions_of
from convergent.facts.counts.reading import Counted, read_counts
from convergent.facts.counts.releases import (
    columns_of_release,
    read_release,
    write_intervals,
    write_release,
)

__all__ = [
    "Counted",
    "Dimension",
    "columns_of_release",
    "dimensions_of",
    "read_counts",
    "read_release",
    "write_intervals",
    "write_release",
]
