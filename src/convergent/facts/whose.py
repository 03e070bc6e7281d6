"""Whose a result is: ids of results files, and the people of a roster."""

_BY = """SELECT {id} AS id, count(DISTINCT sourced_id) > 1 AS fits_several,
CASE WHEN count(DISTINCT sourced_id) = 1 THEN any_value(sourced_id) END AS person
FROM {rows} WHERE {id} IS NOT NULL GROUP BY ALL"""
_USER_IDS = r"""(SELECT sourced_id, regexp_extract(said, '([^:{{}}]+)\}}?$', 1) AS user_id
FROM (SELECT sourced_id, unnest(user_ids) AS said FROM {users}))"""


def whose(results: str, users: str, *, others: str = "") -> str:
    """SQL for `kind`, `id`, the `person`, and whether it `fits_several`; each kind and id of the
    results once.

    A local id is a sourcedId, else an identifier; a state's id is a stateId, else among userIds,
    else an identifier; a product's is among userIds. An id that fits two people, or nobody, has no
    person. `others` has rows of an id of the results and an `other_kind` and `other_id` beside it,
    which are among the results too: an id of nobody is of the one person whom these name.
    """
    return _or_by_others(_direct(results, users), others) if others else _direct(results, users)


def of_two_students(others: str = "others_of_results", people: str = "people_of_results") -> str:
    """SQL for the ids of results that are those of two students."""
    return f"""SELECT DISTINCT student_id_kind, student_id, other_ids FROM {others}
    JOIN {people} one ON one.kind = student_id_kind AND one.id = student_id
    JOIN {people} other ON other.kind = other_kind AND other.id = other_id
    WHERE one.person <> other.person"""


def _or_by_others(direct: str, others: str) -> str:
    return f"""WITH direct AS ({direct}),
    by_others AS (SELECT student_id_kind AS kind, student_id AS id,
        count(DISTINCT person) AS persons, any_value(person) AS person
    FROM (SELECT DISTINCT student_id_kind, student_id, other_kind, other_id FROM {others})
    JOIN (SELECT kind AS other_kind, id AS other_id, person FROM direct WHERE person IS NOT NULL)
    USING (other_kind, other_id) GROUP BY ALL)
    SELECT kind, id, CASE WHEN direct.person IS NOT NULL THEN direct.person
        WHEN persons = 1 AND NOT direct.fits_several THEN by_others.person END AS person,
    direct.fits_several OR (direct.person IS NULL AND coalesce(persons, 0) > 1) AS fits_several
    FROM direct LEFT JOIN by_others USING (kind, id)"""


def _direct(results: str, users: str) -> str:
    user_ids = _USER_IDS.format(users=users)
    return f"""WITH named AS (
        SELECT DISTINCT student_id_kind AS kind, student_id AS id FROM {results}
    ),
    by_identifier AS ({_BY.format(id="identifier", rows=users)}),
    by_state AS ({_BY.format(id="state_id", rows=users)}),
    by_user_id AS ({_BY.format(id="user_id", rows=user_ids)})
    SELECT *, person IS NULL AND coalesce(CASE kind WHEN 'state' THEN of_state OR of_user_id
        OR of_identifier WHEN 'local' THEN of_identifier ELSE of_user_id END, false) AS fits_several
    FROM (SELECT kind, named.id, coalesce(
        CASE WHEN kind = 'local' THEN roster.sourced_id END,
        CASE WHEN kind = 'state' THEN by_state.person END,
        CASE WHEN kind <> 'local' THEN by_user_id.person END,
        CASE WHEN kind <> 'product' THEN by_identifier.person END
    ) AS person,
    by_state.fits_several AS of_state, by_user_id.fits_several AS of_user_id,
    by_identifier.fits_several AS of_identifier
    FROM named
    LEFT JOIN {users} roster ON roster.sourced_id = named.id
    LEFT JOIN by_identifier ON by_identifier.id = named.id
    LEFT JOIN by_state ON by_state.id = named.id
    LEFT JOIN by_user_id ON by_user_id.id = named.id)"""


def kinds_told(users: str) -> str:
    """SQL for the kinds of ids by which people of this roster can be told at all."""
    return f"""SELECT 'local'
    UNION ALL SELECT 'state' WHERE EXISTS (SELECT 1 FROM {users}
        WHERE state_id IS NOT NULL OR identifier IS NOT NULL OR len(user_ids) > 0)
    UNION ALL SELECT 'product' WHERE EXISTS (SELECT 1 FROM {users} WHERE len(user_ids) > 0)"""
