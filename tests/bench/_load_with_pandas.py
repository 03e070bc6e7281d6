"""Reads every table of an export with pandas, checks its references, and writes it as Parquet."""

import json
import sys
from pathlib import Path

import pandas as pd

exports, into = map(Path, sys.argv[1:3])
references = json.loads(sys.argv[3])
tables = {name: pd.read_csv(exports / f"{name}.csv", dtype=str) for name in references}
for name, columns in references.items():
    table = tables[name]
    for column, target in columns.items():
        if column in table and target in tables:
            known = table[column].isna() | table[column].isin(tables[target]["sourcedId"])
            if not known.all():
                raise SystemExit(f"{name}.{column} refers to nothing")
    table.to_parquet(into / f"{name}.pandas.parquet")
