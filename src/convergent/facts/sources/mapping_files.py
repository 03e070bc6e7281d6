"""Reads mappings from TOML: those that are shipped, and a district's own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.sources.mapping import DATE_ORDERS, MappedForm, Rows
from convergent.facts.sources.own_files import OwnFile, own_files, toml_files
from convergent.facts.tables import TABLES, Table

SHIPPED = files("convergent.facts.sources") / "mappings"
_KEYS = {"name", "says", "file", "date_order", "changes_only", "rows"}
_ROWS_KEYS = {"form", "columns", "constants", "values", "only"}
_MAPPING = "See the page “Map your own columns”."


def shipped_mappings() -> list[MappedForm]:
    return [_read(file, is_own=False) for file in toml_files(SHIPPED)]


def own_mappings(folder: Path | None) -> list[MappedForm]:
    """Those of `<home>/mappings`, which holds layouts of results and words for roles too. Raises
    ExportRefused, located, where a file cannot be understood.
    """
    others = [file for file in own_files(folder) if not file.is_layout and not file.is_of_roles]
    return [_read(file, is_own=True) for file in others]


def _read(file: OwnFile, *, is_own: bool) -> MappedForm:
    return _Reading(file.name, file.text).form(file.said, is_own=is_own)


class _Reading:
    """One file, whose faults are named with the line in which they stand."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.splitlines()
        self.first = 0

    def form(self, told: Mapping[str, Any], *, is_own: bool) -> MappedForm:
        self._refuse_others(told, _KEYS)
        order = self._text_of(told, "date_order")
        if order and order not in DATE_ORDERS:
            raise self._refused("date_order", order, f"Write one of {', '.join(DATE_ORDERS)}.")
        changes_only = told.get("changes_only", False)
        if not isinstance(changes_only, bool):
            raise self._refused("changes_only", str(changes_only), "Write true or false.")
        return MappedForm(
            name=self._text_of(told, "name") or self.name.removesuffix(".toml"),
            file=self._text_of(told, "file"),
            date_order=order,
            changes_only=changes_only,
            rows=tuple(self._every_rows(told.get("rows"))),
            is_own=is_own,
        )

    def _every_rows(self, told: object) -> Iterator[Rows]:
        if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
            raise self._refused("rows", "", "Say in [[rows]] what each row of a file gives.")
        for one in told:
            self.first = self._line_of(r"\[\[\s*rows\s*\]\]", after=self.first)
            yield self._rows(one)

    def _rows(self, told: Mapping[str, Any]) -> Rows:
        self._refuse_others(told, _ROWS_KEYS)
        table = self._table(self._text_of(told, "form"))
        rows = Rows(
            table=table,
            columns=self._by_column(table, told, "columns"),
            constants=self._by_column(table, told, "constants"),
            values={
                self._stored(table, name): self._texts(told["values"], name)
                for name in self._section(told, "values")
            },
            only={name: self._list(told["only"], name) for name in self._section(told, "only")},
        )
        self._refuse_lacking(rows)
        return rows

    def _table(self, name: str) -> Table:
        for table in TABLES:
            if table.name == name:
                return table
        known = ", ".join(table.name for table in TABLES)
        raise self._refused("form", name, f"Name one of the forms: {known}.")

    def _by_column(self, table: Table, told: Mapping[str, Any], section: str) -> dict[str, str]:
        texts = self._texts(told, section)
        return {self._stored(table, name): text for name, text in texts.items()}

    def _stored(self, table: Table, name: str) -> str:
        for column in table.columns:
            if column.name == name:
                return column.stored
        known = ", ".join(column.name for column in table.columns)
        raise self._refused(name, name, f"{table.name} has the columns {known}.")

    def _refuse_lacking(self, rows: Rows) -> None:
        given = rows.columns.keys() | rows.constants.keys()
        for column in rows.table.columns:
            if column.required and column.stored not in given:
                raise self._refused(
                    "form",
                    rows.table.name,
                    f"Say where {column.name} comes from, in columns or constants: "
                    f"{rows.table.name} needs it.",
                )

    def _refuse_others(self, told: Mapping[str, Any], known: set[str]) -> None:
        for key in told.keys() - known:
            raise self._refused(key, key, f"Use only {', '.join(sorted(known))}.")

    def _section(self, told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        section = told.get(name, {})
        if not isinstance(section, dict):
            raise self._refused(name, str(section), f"Write [rows.{name}] above its lines.")
        return section

    def _texts(self, told: Mapping[str, Any], name: str) -> dict[str, str]:
        """Numbers and booleans are taken as they are written in a file."""
        texts = {}
        for key, value in self._section(told, name).items():
            if not isinstance(value, str | int | float | bool):
                raise self._refused(key, str(value), "Write one value, in quotes.")
            texts[key] = str(value).lower() if isinstance(value, bool) else str(value)
        return texts

    def _list(self, told: Mapping[str, Any], name: str) -> Sequence[str]:
        values = told[name]
        if not isinstance(values, list):
            raise self._refused(name, str(values), 'Write a list, such as ["A", "B"].')
        return [str(value) for value in values]

    def _text_of(self, told: Mapping[str, Any], key: str) -> str:
        value = told.get(key, "")
        if not isinstance(value, str):
            raise self._refused(key, str(value), "Write a text, in quotes.")
        return value

    def _refused(self, key: str, value: str, fix: str) -> ExportRefused:
        line = self._line_of(rf'\[*[\w.]*"?{re.escape(key)}"?\b', after=self.first - 1)
        return ExportRefused(
            Finding(
                file=self.name,
                line=line or self.first,
                column=key,
                value=value[:200],
                rule="mapping",
                fix=f"{fix} {_MAPPING}",
            )
        )

    def _line_of(self, pattern: str, *, after: int) -> int:
        """The number, from 1, of the first line that begins so."""
        for number, line in enumerate(self.lines, 1):
            if number > after and re.match(rf"\s*{pattern}", line):
                return number
        return 0
