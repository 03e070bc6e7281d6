"""What students learn, as numbers that a page may show: defined, built once for each snapshot,
read within a Scope.

A measure is a TOML file here (what it says, why it matters, who owns it) and one expression.
`build` works them all out when a snapshot is published; `query` is the one door to what it wrote:

<home>/facts/measures/<snapshot id>/measures.parquet   the aggregates, see `aggregate_table`
<home>/facts/measures/<snapshot id>/parts.parquet      subscores and standards behind them
<home>/facts/measures/<snapshot id>/growth.parquet     each student's growth
<home>/facts/measures/<snapshot id>/similar.parquet    the schools of similar need of each school
<home>/facts/measures/<snapshot id>/manifest.json      what it was made of
"""
