"""The classes of a school, who teaches them and who sits in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from convergent.demo.district import DISTRICT_ID, LAST_LOWER_GRADE, School, grade_code
from convergent.demo.exports import Exports
from convergent.demo.students import Students
from convergent.demo.teachers import HOMEROOM, SUBJECTS, Position, Teacher, sections_in
from convergent.demo.years import SchoolYear

LOWER_SUBJECTS = (HOMEROOM, "Reading", "Mathematics", "Art", "Music", "Physical Education")
TAUGHT_IN_HOMEROOM = (HOMEROOM, "Reading", "Mathematics")


@dataclass(frozen=True)
class Section:
    """Students of a grade who go from class to class together, in one room."""

    grade: int
    number: int
    student_ids: Sequence[str]

    @property
    def code(self) -> str:
        return f"{grade_code(self.grade)}-{self.number}"

    @property
    def location(self) -> str:
        return f"Room {self.grade}{self.number:02}"


@dataclass(frozen=True, kw_only=True)
class SchoolClass:
    """One subject taught to one section by one teacher."""

    school_id: str
    section: Section
    subject: str
    teacher: str
    year: SchoolYear

    @property
    def sourced_id(self) -> str:
        return f"{self.school_id}-{self.section.code}-{_slug(self.subject)}"

    @property
    def row(self) -> tuple[str, ...]:
        grade = self.section.grade
        return (
            self.sourced_id,
            f"{_course_title(grade, self.subject)} (section {self.section.number})",
            grade_code(grade),
            _course_id(grade, self.subject),
            self.section.code,
            "homeroom" if self.subject == HOMEROOM else "scheduled",
            self.section.location,
            self.school_id,
            self.year.sourced_id,
            self.subject,
        )

    def enrolments(self, state: str) -> Iterator[str]:
        """The teacher's line, then the students'; `state` are the values common to all rows."""
        class_id = self.sourced_id
        where = f"{state},{class_id},{self.school_id}"
        dates = f"{self.year.starts_on},{self.year.ends_on}"
        yield f"{class_id}-t,{where},{self.teacher},teacher,true,{dates}\n"
        for student in self.section.student_ids:
            yield f"{class_id}-{student},{where},{student},student,,{dates}\n"


def write_courses(exports: Exports) -> None:
    grades = [(grade, subject) for grade in range(13) for subject in _subjects_in(grade)]
    exports.rows(
        "courses",
        (
            (
                _course_id(grade, subject),
                _course_title(grade, subject),
                f"{subject[:3].upper()}{grade_code(grade)}",
                grade_code(grade),
                DISTRICT_ID,
                subject,
            )
            for grade, subject in grades
        ),
    )


def write_classes(exports: Exports, classes: Iterable[SchoolClass]) -> None:
    for school_class in classes:
        exports.rows("classes", [school_class.row])
        exports.lines("enrollments", school_class.enrolments(exports.state))


def classes_of(
    school: School, students: Students, teachers: Sequence[Teacher], year: SchoolYear
) -> Iterator[SchoolClass]:
    """Teachers stay with their homeroom; those of a subject share the sections of a grade, its own
    teacher first; specialists take turns.
    """
    turn = count()
    for section in _sections(school, students):
        is_lower = section.grade <= LAST_LOWER_GRADE
        for subject in _subjects_in(section.grade):
            able = _able_to_teach(teachers, section.grade, subject)
            is_special = is_lower and subject not in TAUGHT_IN_HOMEROOM
            place = next(turn) if is_special else section.number - 1
            yield SchoolClass(
                school_id=school.sourced_id,
                section=section,
                subject=subject,
                teacher=able[place % len(able)].person,
                year=year,
            )


def _sections(school: School, students: Students) -> Iterator[Section]:
    ids = students.ids()
    for grade in school.grades:
        of_grade = [ids[place] for place in (students.grade == grade).nonzero()[0]]
        sections = sections_in(len(of_grade))
        for number in range(sections):
            yield Section(grade, number + 1, of_grade[number::sections])


def _subjects_in(grade: int) -> tuple[str, ...]:
    return LOWER_SUBJECTS if grade <= LAST_LOWER_GRADE else SUBJECTS


def _able_to_teach(teachers: Sequence[Teacher], grade: int, subject: str) -> Sequence[Teacher]:
    """Those whose position it is, then the others of the subject, who have no homeroom; else those
    of the grade, else anybody.
    """
    is_in_homeroom = grade <= LAST_LOWER_GRADE and subject in TAUGHT_IN_HOMEROOM
    wanted = Position(grade, HOMEROOM if is_in_homeroom else subject)
    exact = [t for t in teachers if t.position == wanted]
    of_subject = [t for t in teachers if t.position.subject == wanted.subject]
    of_grade = [t for t in teachers if t.position.grade == grade]
    if exact and not is_in_homeroom:
        return exact + [t for t in of_subject if t not in exact]
    return exact or of_subject or of_grade or teachers


def _course_id(grade: int, subject: str) -> str:
    return f"course-{grade_code(grade)}-{_slug(subject)}"


def _course_title(grade: int, subject: str) -> str:
    return f"{subject} {grade}" if grade else f"Kindergarten {subject.lower()}"


def _slug(subject: str) -> str:
    return subject.lower().replace(" ", "-")
