"""Whose the results of a load are: which ids are those of two students, and which fit several."""

from convergent.facts.cells import unmarked
from convergent.facts.tables.declare import Check
from convergent.facts.whose import whose

BETWEEN_IDS = "chr(30)"
AFTER_KIND = "chr(31)"
_IDS = """SELECT DISTINCT student_id_kind, student_id, other_ids FROM read_assessment_results"""
_OTHERS = f"""SELECT * EXCLUDE said, split_part(said, {AFTER_KIND}, 1) AS other_kind,
    {unmarked(f"split_part(said, {AFTER_KIND}, 2)")} AS other_id
FROM (SELECT *, unnest(string_split(other_ids, {BETWEEN_IDS})) AS said
    FROM ids_of_results WHERE other_ids IS NOT NULL)"""
_EVERY_ID = """(SELECT student_id_kind, student_id FROM ids_of_results
UNION ALL SELECT other_kind, other_id FROM others_of_results)"""
_OF_TWO = """SELECT DISTINCT student_id_kind, student_id, other_ids FROM others_of_results
JOIN people_of_results one ON one.kind = student_id_kind AND one.id = student_id
JOIN people_of_results other ON other.kind = other_kind AND other.id = other_id
WHERE one.person <> other.person"""
LOOKED_UP = (
    ("ids_of_results", _IDS),
    ("others_of_results", _OTHERS),
    ("people_of_results", whose(_EVERY_ID, "known_users")),
    ("ids_of_two_students", _OF_TWO),
)

OF_TWO_STUDENTS = Check(
    rule="one student",
    column="student_id",
    violated="""t.row_number IN (SELECT row_number FROM read_assessment_results
    JOIN ids_of_two_students USING (student_id_kind, student_id, other_ids))""",
    fix="Correct the ids of this row: {column} names one student, and another id names another.",
)
FITS_SEVERAL = Check(
    rule="an id of one student",
    column="student_id",
    violated="""t.row_number IN (SELECT row_number FROM read_assessment_results result
    JOIN people_of_results ON kind = student_id_kind AND id = student_id
    WHERE fits_several)""",
    fix="Several people of the roster have this ID, so nobody has the result: give each person one "
    "of their own.",
    rejects=False,
    listed=True,
)
