"""The headings of one file, and how the names in a layout are found among them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from convergent.facts.sources.assessments.layout import Bindings, Dimension, filled_in

_BETWEEN = re.compile(r"[\s_\-–.:/()']+")


def plain(heading: str) -> str:
    """A heading as it is compared: `Scale Score - Overall` and `ScaleScoreOverall` are the same."""
    return _BETWEEN.sub("", heading).lower()


class Headings:
    """Finds columns by name. A heading that a file has twice is found only by what it follows."""

    def __init__(self, headings: Sequence[str]) -> None:
        self.written = tuple(headings)
        self._at: dict[str, list[int]] = {}
        for at, heading in enumerate(headings):
            if heading:
                self._at.setdefault(plain(heading), []).append(at)

    def __contains__(self, name: str) -> bool:
        return plain(name) in self._at

    def has_any(self, names: Iterable[str]) -> bool:
        return any(name in self for name in names)

    def is_doubled(self, name: str) -> bool:
        return len(self._at.get(plain(name), ())) > 1

    def find(self, name: str, *, after: str = "") -> int | None:
        """The column's position; none where it is not there or cannot be told from another."""
        places = self._at.get(plain(name), [])
        if after:
            return self._following(places, after)
        return places[0] if len(places) == 1 else None

    def _following(self, places: Sequence[int], after: str) -> int | None:
        """The place behind `after` with nothing between but headings that are repeated too."""
        begin = self.find(after)
        place = next((at for at in places if begin is not None and at > begin), None)
        if begin is None or place is None:
            return None
        between = self.written[begin + 1 : place]
        return place if all(self.is_doubled(heading) for heading in between) else None

    def expanded(
        self, each: Sequence[Dimension], bindings: Bindings | None = None
    ) -> Iterator[Bindings]:
        """Every combination of the placeholders' values, with those that are bound already. What is
        found in headings may depend on the placeholders before it.
        """
        bound = dict(bindings or {})
        if not each:
            yield bound
            return
        for values in self._values(each[0], bound):
            yield from self.expanded(each[1:], bound | dict(values))

    def _values(self, dimension: Dimension, bound: Bindings) -> Sequence[Bindings]:
        if not dimension.heading:
            return dimension.given
        begin, _, end = filled_in(dimension.heading, bound).partition("{" + dimension.name + "}")
        shape = re.compile(re.escape(begin) + "(.+)" + re.escape(end), re.IGNORECASE)
        spaced = (" ".join(heading.split()) for heading in self.written)
        found = (match[1] for heading in spaced if (match := shape.fullmatch(heading)))
        taken = set(bound.values())
        return [{dimension.name: one} for one in dict.fromkeys(found) if one not in taken]
