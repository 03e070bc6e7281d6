"""Schools with what is above them, and teams with the school that they belong to."""

import duckdb

from convergent.facts.literals import literal
from convergent.facts.measures.rules import Rules

_ABOVE = """CREATE TABLE above AS
WITH RECURSIVE up AS (
    SELECT sourced_id AS org_id, parent_id AS above_id, 1 AS steps FROM orgs
    UNION ALL
    SELECT up.org_id, orgs.parent_id, steps + 1 FROM up
    JOIN orgs ON orgs.sourced_id = above_id WHERE steps < 10
)
SELECT org_id, above_id, type, steps FROM up JOIN orgs ON orgs.sourced_id = above_id
QUALIFY row_number() OVER (PARTITION BY org_id, type ORDER BY steps) = 1"""
ONLY_DISTRICT = """(SELECT sourced_id FROM orgs WHERE type = 'district'
    QUALIFY count(*) OVER () = 1)"""
_SCHOOLS = f"""CREATE TABLE schools AS
SELECT orgs.sourced_id AS school_id, name,
    nullif(coalesce(district.above_id, {ONLY_DISTRICT}, ''), '') AS district_id,
    network.above_id AS network_id, {{is_alternative}} AS is_alternative, grades
FROM orgs
LEFT JOIN above district ON district.org_id = orgs.sourced_id AND district.type = 'district'
LEFT JOIN above network ON network.org_id = orgs.sourced_id AND network.type = 'local'
WHERE orgs.type = 'school'"""
_TEAMS = """CREATE TABLE teams AS
SELECT orgs.sourced_id AS team_id, above_id AS school_id,
    list_filter(coalesce(grades, []), lambda grade: grade <> '') AS grades
FROM orgs JOIN above ON org_id = orgs.sourced_id AND above.type = 'school'
WHERE orgs.type = 'department'"""
_KNOWN = """CREATE TABLE school_names AS
SELECT id, any_value(school_id) AS school_id FROM (
    SELECT school_id AS id, school_id FROM schools
    UNION ALL SELECT identifier, sourced_id FROM orgs
    WHERE type = 'school' AND identifier IS NOT NULL AND identifier <> sourced_id
) GROUP BY id HAVING count(DISTINCT school_id) = 1"""


def make_schools(connection: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Makes `schools`, `teams`, and `school_names`, by which results files name schools."""
    connection.execute(_ABOVE)
    connection.execute(_SCHOOLS.format(is_alternative=_is_alternative(rules)))
    connection.execute(_TEAMS)
    connection.execute(_KNOWN)


def _is_alternative(rules: Rules) -> str:
    if rules.alternative_schools:
        ids = ", ".join(map(literal, sorted(rules.alternative_schools)))
        return f"orgs.sourced_id IN ({ids})"
    words = "|".join(rules.alternative_words)
    return f"regexp_matches(lower(name), {literal(f'({words})')})"
