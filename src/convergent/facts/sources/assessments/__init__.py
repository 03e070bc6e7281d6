"""Results of assessments: one layout for each product, and a district's own."""

from collections.abc import Sequence
from pathlib import Path

from convergent.facts.sources.assessments.forms import LayoutForm, layout_forms
from convergent.facts.sources.assessments.reading import known_layouts, own_layouts


def forms(*, mappings: Path | None = None, forced: str = "") -> Sequence[LayoutForm]:
    """A form for each layout; a district's own replaces ours of the same name."""
    own = tuple(own_layouts(mappings))
    names = {layout.name for layout in own}
    known = (layout for layout in known_layouts() if layout.name not in names)
    return layout_forms((*own, *known), forced=forced)
