"""The kinds of files that can be read: each source declares its forms."""

from collections.abc import Sequence
from pathlib import Path

from convergent.facts.findings import ExportRefused
from convergent.facts.sources import assessments, oneroster_csv, own_forms, sds, spreadsheet
from convergent.facts.sources.forms import Form
from convergent.facts.sources.mapping_files import own_mappings, shipped_mappings
from convergent.facts.sources.unrecognised import no_such_layout


def forms_for(*, mappings: Path | None = None, layout: str = "") -> Sequence[Form]:
    """Every form that a file is held against; `layout` narrows them to the one of that name.

    `mappings` is the folder of a district's own layouts and mappings. Raises ExportRefused where
    one of these is wrong, or none is named `layout`.
    """
    forms: tuple[Form, ...] = (
        *oneroster_csv.FORMS,
        *sds.FORMS,
        *own_forms.FORMS,
        *spreadsheet.FORMS,
        *shipped_mappings(),
        *own_mappings(mappings),
        *assessments.forms(mappings=mappings, forced=layout),
    )
    if not layout:
        return forms
    named = [form for form in forms if form.name == layout]
    if not named:
        raise ExportRefused(no_such_layout(layout, forms))
    return named
