"""The page of measures, from their definitions."""

from convergent.facts.measures.aggregate_table import COLUMNS
from convergent.facts.measures.base.similar import RULE
from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.disclosure import BANDS, MANY, MOST_OF_ONE_TEACHER
from convergent.facts.measures.student_groups import PAIRS, PROGRAMS

HEAD = """\
# Measures

What is worked out of the facts when a snapshot is published. Each measure is one file, reviewed by
a date, and one expression. [Add a measure](../how-to/add-a-measure.md) in 20 minutes.

## Who counts, and where

- **One result a year.** Of several tests of a student in an assessment, a subject and a school year
  the last valid one counts; of several on one day the higher. Invalid tests, and those not taken,
  do not count; exempt and alternate ones are counted beside the value. An alternate assessment
  under a name of its own counts so for each assessment of the same subject, year and grade. Of a
  test with several windows the last result of the year counts, whenever it was taken. The command
  `convergent growth`, which knows no dates, takes the higher of two results, and none of a student
  who has some in two grades.
- **The test day** is one for the whole district: the one on which most took the test in that
  subject and year.
- **Grades.** Scales rise from grade to grade. So the gap in mean scores of all grades together is
  the mean of the gaps within grades, and the change of a mean score the mean of the changes within
  them.
- **The school.** A student counts at the school where she was from October 1 to the test day, one
  interruption of up to ten school days aside; settings change both. Who moved or came later counts
  at the district. Where no roster of that year knows the student, the school in the results file
  counts. A file that says itself where a result counts is believed.
- **Teams.** A team is what its teachers teach, of the students who count at its school; where no
  roster of the year tells, the grades that the team's organization names.
- **Groups.** By the dates of `program_status` on the test day, else by `demographics`; where no
  roster knows the student, by what the results file says.
- **Intervals** hold the true value in 90 of 100 cases. Those of shares are Wilson's, those of
  medians from order statistics.
- **Chance.** Comparisons with similar schools, and with the year before, are adjusted together for
  each district, measure, subject and year (Benjamini and Hochberg). A headline speaks of a
  difference only where the adjusted p is at most 0.10: then on average at most one in ten so told
  is chance.
- **Windows.** Of a test that is given several times a year the last result counts, and the test
  day is the one on which most of the district's results were taken. Who left before it counts at
  the district, with the last result there is.
- **Similar schools.** {rule} The nearest ten, where there are at least five.

## What is withheld

A school's own leaders see its small groups, marked. For everybody else a value is withheld

- about **fewer than ten students**;
- of growth that rests on **fewer than three teachers**. Three there are where, whichever two of
  them are left out, ten students or more remain, and no one has more than seven in ten. Teachers
  of the very same students count as one. Growth that is one teacher's alone is told to nobody
  else, the principal included;
- of growth where the **teachers** of half the students **are not known**, unless it is about
  {most} students or more: so many no one teacher has. For a school and year without rosters, those
  who teach the subject in the same grades there now stand for those who did, in proportion to the
  students whom they have;
- of results and marks of a **team** that rests on fewer than three teachers. Scores of a school
  and its grades are told whoever teaches them, as a state's report card tells them;
- that **subtraction** would turn into one of these: all students less the groups of one kind
  (sexes, origins, a program and who is not in it), all grades less each grade, a school less a
  team. Where one such number would follow from the others, the smallest of the others is withheld
  as well. A gap goes with its two groups, parts of a test with its scores.

Two kinds of small numbers hide in large ones, and are told to everybody in a coarser way:

- a **share near 0 or 100 %** by its end alone (“less than 10 %”), where fewer than ten students
  would be counted or left out. The end is 10 in n, rounded up to 5 %, from {many} students on to
  1 %, and half of fewer than twenty. A change from or to such a share is withheld;
- **counts of a test day** in a band ({bands}), where one of
  them, or what they leave of the enrolled, is of one to nine.

Comparisons rest on values that everybody may see. What follows from numbers farther apart, such as
two years, two loads, teams that overlap, or a network and its schools, these rules do not look at.

"""


def page(table):
    bands = ", ".join(f"{one:.0%}" for one in BANDS)
    head = HEAD.format(
        rule=RULE, most=MOST_OF_ONE_TEACHER, many=MANY, bands=f"{bands} or more, or less"
    )
    parts = [head, *(_measure(one, table) for one in definitions().values())]
    parts += [_groups(), _columns(table)]
    return "".join(parts).rstrip() + "\n"


def _measure(one, table):
    rows = [
        ("id", f"`{one.id}`"),
        ("definition", one.definition),
        ("direction", one.direction),
        ("unit", one.unit),
        ("grain", one.grain),
        ("fewest students", one.minimum_students),
        ("owner", one.owner),
        ("checked by", one.checked_by),
        ("next review", one.next_review),
    ]
    return f"## {one.title}\n\n{one.why_it_matters}\n\n{table(('', ''), rows)}\n"


def _groups():
    programs = ", ".join(f"`{one.name}`" for one in PROGRAMS)
    pairs = "\n".join(f"- `{group} - {other}`" for group, other in PAIRS)
    return f"""## Groups of students

Each of {programs} and `not_` of it; `female`, `male`; and origins as federal reports count them.
Gaps are told between:

{pairs}

"""


def _columns(table):
    rows = [(f"`{one.name}`", one.kind, one.says) for one in COLUMNS]
    return f"## The table of aggregates\n\n{table(('Column', 'Type', 'What it says'), rows)}"
