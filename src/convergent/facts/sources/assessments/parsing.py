"""From a layout's TOML to a Layout: every key is known, and every value of its kind."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from convergent.facts.sources.assessments.layout import (
    FIELDS,
    Block,
    Case,
    Dimension,
    FixedWidth,
    Layout,
    Parts,
    Schools,
    Source,
)

Keys = tuple[str, ...]
_LAYOUT = {
    *("title", "says", "known_by", "not_with", "empty", "short_rows", "fixed", "schools"),
    *("every", "results"),
}
_SOURCE = {
    *("column", "cases", "after", "kind", "pattern", "formats", "values", "others", "empty"),
    "optional",
}
_OF_FIELD = {"score": {"type", "least", "most"}, "level": {"order", "meets"}}
_KINDS = ("local", "state", "product")
_DIRECTIVES = frozenset("YymdHMSfIpbB")
_RANGE = re.compile(r"(\d+)\.\.(\d+)")


class WrongLayout(Exception):
    """Something in a layout is wrong: at `keys`, with `value`; `fix` says what to do."""

    def __init__(self, keys: Keys, fix: str, value: object = "") -> None:
        super().__init__(fix)
        self.keys = keys
        self.fix = fix
        self.value = str(value)[:200]


def parsed(said: Mapping[str, Any], *, name: str, is_own: bool) -> Layout:
    """The layout; raises WrongLayout."""
    _only(said, _LAYOUT, ())
    every = _table(said.get("every", {}), ("every",))
    given = said.get("results")
    if not isinstance(given, list) or not given:
        raise WrongLayout(("results",), "Add at least one [[results]].")
    fixed = _fixed(said["fixed"]) if "fixed" in said else None
    known_by = tuple(_names(one, ("known_by",)) for one in _list(said, "known_by", ()))
    if not known_by and fixed is None:
        raise WrongLayout(("known_by",), "List the headings that only this product's files have.")
    return Layout(
        name=name,
        title=_text(said, "title", ()),
        says=_text(said, "says", (), needed=False),
        known_by=known_by,
        not_with=_texts(said, "not_with", ()),
        empty=_texts(said, "empty", ()),
        short_rows=_text(said, "short_rows", (), needed=False),
        fixed=fixed,
        schools=_schools(said["schools"]) if "schools" in said else None,
        blocks=tuple(_block(one, every, ("results", str(n))) for n, one in enumerate(given)),
        is_own=is_own,
    )


def _schools(given: object) -> Schools:
    keys = ("schools",)
    said = _table(given, keys)
    names = ("school_id", "school_name", "district_id", "district_name")
    _only(said, set(names), keys)
    for name in names:
        if name not in said:
            raise WrongLayout((*keys, name), f"Say where {name} stands.")
    return Schools(**{name: _source(said[name], name, (*keys, name)) for name in names})


def _block(given: object, every: Mapping[str, Any], keys: Keys) -> Block:
    said = {**every, **_table(given, keys)}
    _only(said, {*FIELDS, "each", "parts", "taken_if"}, keys)
    fields = {one: _sources(said[one], one, (*keys, one)) for one in FIELDS if one in said}
    for needed in ("student_id", "assessment"):
        if needed not in fields:
            raise WrongLayout((*keys, needed), f"Say where {needed} stands.")
    if "score" not in fields and "level" not in fields:
        raise WrongLayout((*keys, "score"), "Say where score or level stands.")
    each = _each(said.get("each", {}), (*keys, "each"))
    parts = said.get("parts", [])
    return Block(
        fields=fields,
        parts=tuple(_parts(one, (*keys, "parts")) for one in _tables(parts, (*keys, "parts"))),
        each=each,
        taken_if=_texts(said, "taken_if", keys),
    )


def _parts(said: Mapping[str, Any], keys: Keys) -> Parts:
    _only(said, {"each", "part", "scores"}, keys)
    scores = _table(said.get("scores"), (*keys, "scores"))
    return Parts(
        part=_source(said.get("part", "whole"), "part", (*keys, "part")),
        scores={
            kind: _source(_as_column(value), "scores", (*keys, "scores", kind))
            for kind, value in scores.items()
        },
        each=_each(said.get("each", {}), (*keys, "each")),
    )


def _as_column(value: object) -> object:
    """Among scores a name alone is that of a column."""
    return {"column": value} if isinstance(value, str | list) else value


def _sources(value: object, field: str, keys: Keys) -> tuple[Source, ...]:
    """Several, the first that is filled counting, for a student's ids alone."""
    if field != "student_id":
        return (_source(value, field, keys),)
    tables = value if isinstance(value, list) else [value]
    sources = tuple(_source(one, field, keys) for one in tables)
    for source in sources:
        if not source.columns or source.kind not in _KINDS:
            fix = f"Give a column and its kind: {', '.join(_KINDS)}."
            raise WrongLayout(keys, fix, source.kind)
    return sources


def _source(value: object, field: str, keys: Keys) -> Source:
    if isinstance(value, str):
        return Source(text=value)
    said = _table(value, keys)
    _only(said, {*_SOURCE, *_OF_FIELD.get(field, ())}, keys)
    cases = tuple(_case(one, (*keys, "cases")) for one in _list(said, "cases", keys))
    if "column" not in said and not cases:
        raise WrongLayout((*keys, "column"), "Name the column, or write the constant in quotes.")
    values = _table(said.get("values", {}), (*keys, "values"))
    return Source(
        columns=_names(said["column"], (*keys, "column")) if not cases else (cases[0].column,),
        cases=cases,
        is_list=field == "student_groups",
        after=_text(said, "after", keys, needed=False),
        kind=_text(said, "kind", keys, needed=False),
        pattern=_pattern(said, keys),
        formats=_formats(said, keys),
        values={code: str(word) for code, word in values.items()},
        is_closed=_text(said, "others", keys, needed=False) != "as given",
        empty=_texts(said, "empty", keys),
        type=_text(said, "type", keys, needed=False),
        least=_number(said, "least", keys),
        most=_number(said, "most", keys),
        order=_order(said, keys),
        meets=_meets(said, keys),
        counts_up=said.get("order") == "numbers",
        is_optional=said.get("optional") is True,
    )


def _case(value: object, keys: Keys) -> Case:
    said = _table(value, keys)
    _only(said, {"column", "is", "then"}, keys)
    return Case(*(_text(said, key, keys) for key in ("column", "is", "then")))


def _order(said: Mapping[str, Any], keys: Keys) -> tuple[tuple[str, ...], ...]:
    order = said.get("order", [])
    if order == "numbers":
        return ()
    if not isinstance(order, list):
        fix = 'List the levels from the lowest, or write "numbers".'
        raise WrongLayout((*keys, "order"), fix, order)
    return tuple(_names(one, (*keys, "order")) for one in order)


def _meets(said: Mapping[str, Any], keys: Keys) -> str:
    """The place in the order of the level that meets the standard."""
    meets = _text(said, "meets", keys, needed=False).lower()
    if not meets or said.get("order") == "numbers":
        return meets
    for place, spellings in enumerate(_order(said, keys), 1):
        if meets in (spelling.lower() for spelling in spellings):
            return str(place)
    raise WrongLayout((*keys, "meets"), "Name one of the levels of the order.", meets)


def _pattern(said: Mapping[str, Any], keys: Keys) -> str:
    pattern = _text(said, "pattern", keys, needed=False)
    try:
        groups = re.compile(pattern).groups if pattern else 1
    except re.error:
        groups = 0
    if groups != 1 or "(?" in pattern or re.search(r"\\\d", pattern):
        fix = "Write a plain regular expression with one group."
        raise WrongLayout((*keys, "pattern"), fix, pattern)
    return pattern


def _formats(said: Mapping[str, Any], keys: Keys) -> tuple[str, ...]:
    formats = _texts(said, "formats", keys)
    for one in formats:
        if "%" not in one or not set(re.findall("%(.?)", one)) <= _DIRECTIVES:
            fix = "Write a date's form with %Y, %m, %d, such as %m/%d/%Y."
            raise WrongLayout((*keys, "formats"), fix, one)
    return formats


def _each(said: object, keys: Keys) -> tuple[Dimension, ...]:
    if isinstance(said, list):
        rows = tuple(_table(one, keys) for one in said)
        return (Dimension(given=tuple({k: str(v) for k, v in row.items()} for row in rows)),)
    dimensions = _table(said, keys)
    return tuple(_dimension(name, dimensions[name], (*keys, name)) for name in dimensions)


def _dimension(name: str, said: object, keys: Keys) -> Dimension:
    if isinstance(said, Mapping):
        heading = _text(said, "heading", keys)
        if "{" + name + "}" not in heading:
            raise WrongLayout(keys, f"Write {{{name}}} into the heading.", heading)
        return Dimension(heading=heading, name=name)
    if isinstance(said, str) and (found := _RANGE.fullmatch(said)):
        width = len(found[1])
        said = [f"{n:0{width}}" for n in range(int(found[1]), int(found[2]) + 1)]
    if not isinstance(said, list) or not said:
        fix = 'List the values, or write a range such as "1..8".'
        raise WrongLayout(keys, fix, said)
    return Dimension(given=tuple({name: str(value)} for value in said))


def _fixed(value: object) -> FixedWidth:
    keys = ("fixed",)
    said = _table(value, keys)
    _only(said, {"length", "fields", "shapes"}, keys)
    fields = _table(said.get("fields"), (*keys, "fields"))
    for name, ends in fields.items():
        if not _are_ends(ends):
            fix = "Write the first and the last character, from 1."
            raise WrongLayout((*keys, "fields", name), fix, ends)
    shapes = _table(said.get("shapes"), (*keys, "shapes"))
    for name in shapes:
        if name not in fields:
            raise WrongLayout((*keys, "shapes", name), "Name one of the fields.", name)
    return FixedWidth(
        length=int(_number(said, "length", keys) or 0),
        fields={name: (ends[0], ends[1]) for name, ends in fields.items()},
        shapes={name: str(shape) for name, shape in shapes.items()},
    )


def _are_ends(ends: object) -> bool:
    match ends:
        case [int() as first, int() as last]:
            return 1 <= first <= last
    return False


def _only(said: Mapping[str, Any], known: set[str], keys: Keys) -> None:
    for key in said:
        if key not in known:
            fix = f"Leave it out, or use one of {', '.join(sorted(known))}."
            raise WrongLayout((*keys, key), fix, key)


def _table(value: object, keys: Keys) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise WrongLayout(keys, "Write a table here.", value)
    return value


def _tables(value: object, keys: Keys) -> Sequence[Mapping[str, Any]]:
    return (
        [_table(one, keys) for one in value] if isinstance(value, list) else [_table(value, keys)]
    )


def _text(said: Mapping[str, Any], key: str, keys: Keys, *, needed: bool = True) -> str:
    if needed and key not in said:
        raise WrongLayout((*keys, key), f'Add a line {key} = "…".')
    value = said.get(key, "")
    if not isinstance(value, str):
        raise WrongLayout((*keys, key), "Write a text in quotes here.", value)
    return value


def _list(said: Mapping[str, Any], key: str, keys: Keys) -> list[Any]:
    value = said.get(key, [])
    if not isinstance(value, list):
        raise WrongLayout((*keys, key), "Write a list here, in square brackets.", value)
    return value


def _texts(said: Mapping[str, Any], key: str, keys: Keys) -> tuple[str, ...]:
    return _names(_list(said, key, keys), (*keys, key)) if said.get(key) else ()


def _names(value: object, keys: Keys) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(n, str) for n in names):
        raise WrongLayout(keys, "Write a text in quotes, or a list of such.", value)
    return tuple(names)


def _number(said: Mapping[str, Any], key: str, keys: Keys) -> str:
    value = said.get(key, "")
    if value != "" and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise WrongLayout((*keys, key), "Write a number here.", value)
    return str(value)
