"""Does with pandas what a load of rosters does: reads every table of an export, reads its values as
dates, numbers, truths and lists, checks keys and references, sorts, and writes it as Parquet.

`bare` does no more than to check the references, and writes the text as it stands.
"""

import json
import sys
from pathlib import Path

import pandas as pd

TRUTHS = {"true": True, "false": False}
READ_AS = {
    "date": lambda values: pd.to_datetime(values, format="%Y-%m-%d", errors="coerce"),
    "moment": lambda values: pd.to_datetime(values, format="ISO8601", utc=True, errors="coerce"),
    "boolean": lambda values: values.map(TRUTHS),
    "integer": lambda values: pd.to_numeric(values, errors="coerce"),
    "decimal": lambda values: pd.to_numeric(values, errors="coerce"),
    "list": lambda values: values.str.split(","),
    "grades": lambda values: values.str.split(","),
}


def main():
    exports, into = map(Path, sys.argv[1:3])
    declared = json.loads(sys.argv[3])
    is_bare = sys.argv[4:] == ["bare"]
    tables = {name: pd.read_csv(exports / f"{name}.csv", dtype=str) for name in declared}
    for name, told in declared.items():
        check_references(name, told["references"], tables)
    for name, told in declared.items():
        table = tables[name]
        if not is_bare:
            check_key(name, told["key"], table)
            read_values(name, told["kinds"], table)
            check_allowed(name, told["allowed"], table)
            table = table.sort_values(told["sorted_by"])
        table.to_parquet(into / f"{name}.pandas.parquet", compression="zstd")


def check_references(name, references, tables):
    table = tables[name]
    for column, target in references.items():
        if column in table and target in tables:
            known = table[column].isna() | table[column].isin(tables[target]["sourcedId"])
            refuse(f"{name}.{column} refers to nothing", unless=known.all())


def check_key(name, key, table):
    refuse(f"{name} has a key twice", unless=not table.duplicated(key).any())


def read_values(name, kinds, table):
    for column, kind in kinds.items():
        if column in table and kind in READ_AS:
            values = READ_AS[kind](table[column])
            unread = values.isna() & table[column].notna()
            refuse(f"{name}.{column} is no {kind}", unless=not unread.any())
            table[column] = values


def check_allowed(name, allowed, table):
    for column, values in allowed.items():
        if column in table:
            written = table[column]
            known = written.isna() | written.isin(values) | written.str.startswith("ext:")
            refuse(f"{name}.{column} is none of {values}", unless=known.all())


def refuse(why, *, unless):
    if not unless:
        raise SystemExit(why)


if __name__ == "__main__":
    main()
