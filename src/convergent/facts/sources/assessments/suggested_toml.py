"""Writes a suggestion as TOML, ready to be saved: what is not sure is commented out, and marked."""

from collections.abc import Iterator, Sequence

from convergent.facts.sources.assessments.layout import FIELDS
from convergent.facts.sources.assessments.suggest import Proposal, Suggestion

MOST_KNOWN_BY = 4
_COMMON = frozenset(
    {
        "student id",
        "grade",
        "subject",
        "date",
        "score",
        "level",
        "school",
        "first name",
        "last name",
    }
)


def as_toml(suggestion: Suggestion) -> str:
    return "\n".join((*_head(suggestion), *_fields(suggestion), ""))


def _head(suggestion: Suggestion) -> Iterator[str]:
    name = suggestion.file.name
    yield f"# A layout for {_plain(name)}, proposed from its headings and first rows."
    yield "# Look at every line. What is not sure has a # before it: complete it, and remove the #."
    yield "# Save it in the folder mappings of the home folder, then load the file."
    if suggestion.is_wide:
        yield "#"
        yield "# Headings repeat: a row may hold several results. See “Add a layout” on each."
        yield from (f"#   {shape}" for shape in suggestion.repeated[:12])
    yield ""
    yield '# title = "Name of the product"'
    yield f"known_by = [{', '.join(map(_quoted, _known_by(suggestion)))}]"
    yield ""
    yield "[[results]]"


def _known_by(suggestion: Suggestion) -> Sequence[str]:
    """The longest headings that are no common words, and by which the product is best known."""
    headings = [
        column
        for column in dict.fromkeys(suggestion.file.heading)
        if column and column.lower().replace("_", " ") not in _COMMON
    ]
    proposed = [one.column.heading for one in suggestion.proposals if one.is_sure]
    ranked = sorted(headings, key=lambda one: (one not in proposed, -len(one)))
    return ranked[:MOST_KNOWN_BY] or list(suggestion.file.heading[:MOST_KNOWN_BY])


def _fields(suggestion: Suggestion) -> Iterator[str]:
    for field in FIELDS:
        proposals = suggestion.of(field)
        if field == "student_id":
            yield from _ids(proposals)
        elif proposals:
            yield from _field(proposals)
        elif field in {"assessment", "administered_on", "score"}:
            yield _missing(field)


def _missing(field: str) -> str:
    if field == "assessment":
        return '# assessment = "Name of the assessment"'
    return f'# {field} = {{ column = "" }}  # not found'


def _ids(proposals: Sequence[Proposal]) -> Iterator[str]:
    sure = [one for one in proposals if one.is_sure]
    mark = "" if sure else "# "
    yield f"{mark}student_id = ["
    for one in sure:
        yield f"  {_source(one)},  # {one.confidence:.2f}: {one.why}"
    for one in proposals:
        if not one.is_sure:
            yield f"#   {_source(one)},  # unsure, {one.confidence:.2f}: {one.why}"
    yield f"{mark}]"


def _field(proposals: Sequence[Proposal]) -> Iterator[str]:
    for one in proposals[:4]:
        mark, word = ("", "") if one.is_sure else ("# ", "unsure, ")
        yield f"{mark}{one.field} = {_source(one)}  # {word}{one.confidence:.2f}: {_plain(one.why)}"
        if one.field == "level":
            values = ", ".join(map(_quoted, sorted(set(one.column.filled))))
            yield f"#   its order, from the lowest, is for you to say: order = [{values}]"


def _source(one: Proposal) -> str:
    said = [f"column = {_quoted(one.column.heading)}"]
    if one.kind:
        said.append(f"kind = {_quoted(one.kind)}")
    if one.form:
        said.append(f"formats = [{_quoted(one.form)}]")
    return f"{{ {', '.join(said)} }}"


def _quoted(text: str) -> str:
    plain = _plain(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _plain(text: str) -> str:
    """Nothing out of a file can end a line."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
