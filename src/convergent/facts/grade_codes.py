"""Grades as codes (PK, KG, 01 …) and as numbers, by which years can be counted on and back."""


def grade_number(code: str, *, kind: str = "INTEGER") -> str:
    """SQL for the number of a code: kindergarten is 0, what comes before it -1; NULL for others."""
    return (
        f"CASE WHEN upper({code}) IN ('KG', 'K') THEN 0 "
        f"WHEN upper({code}) IN ('PK', 'TK') THEN -1 ELSE try_cast({code} AS {kind}) END"
    )


def grade_code(number: str) -> str:
    """SQL for the code of a number; empty where there is none."""
    return (
        f"CASE WHEN {number} = 0 THEN 'KG' WHEN {number} = -1 THEN 'PK' "
        f"WHEN {number} BETWEEN 1 AND 13 THEN printf('%02d', {number}) ELSE '' END"
    )
