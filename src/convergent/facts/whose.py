"""Whose a result is: ids of results files, and the people of a roster."""

_BY = """SELECT {id} AS id, count(DISTINCT sourced_id) > 1 AS fits_several,
CASE WHEN count(DISTINCT sourced_id) = 1 THEN any_value(sourced_id) END AS person
FROM {rows} WHERE {id} IS NOT NULL GROUP BY ALL"""
_USER_IDS = r"""(SELECT sourced_id, regexp_extract(said, '([^:{{}}]+)\}}?$', 1) AS user_id
FROM (SELECT sourced_id, unnest(user_ids) AS said FROM {users}))"""


def whose(results: str, users: str) -> str:
    """SQL for `kind`, `id`, the `person`, and whether it `fits_several`; each kind and id of the
    results once.

    A local id is a sourcedId, else an identifier; a state's id is a stateId, else among userIds,
    else an identifier; a product's is among userIds. An id that fits two people, or nobody, has no
    person.
    """
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
