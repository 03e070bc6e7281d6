"""Whose the results of a load are: which ids are those of two students, and which fit several."""

from convergent.facts.other_ids import every_other_id
from convergent.facts.tables.declare import Check
from convergent.facts.whose import of_two_students, whose

_IDS = """SELECT DISTINCT student_id_kind, student_id, other_ids FROM read_assessment_results"""
_OTHERS = every_other_id("ids_of_results")
_EVERY_ID = """(SELECT student_id_kind, student_id FROM ids_of_results
UNION ALL SELECT other_kind, other_id FROM others_of_results)"""
LOOKED_UP = (
    ("ids_of_results", _IDS),
    ("others_of_results", _OTHERS),
    ("people_of_results", whose(_EVERY_ID, "known_users", others="others_of_results")),
    ("ids_of_two_students", of_two_students()),
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
