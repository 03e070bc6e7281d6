"""The page of measures, from their definitions."""

from convergent.facts.measures.aggregate_table import COLUMNS
from convergent.facts.measures.base.similar import RULE
from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.student_groups import PAIRS, PROGRAMS

HEAD = """\
# Measures

What is worked out of the facts when a snapshot is published. Each measure is one file, reviewed by
a date, and one expression. [Add a measure](../how-to/add-a-measure.md) in 20 minutes.

## Who counts, and where

- **One result a year.** Of several tests of a student in an assessment, a subject and a school year
  the last valid one counts; of several on one day the higher. Invalid tests, and those not taken,
  do not count; exempt and alternate ones are counted beside the value.
- **The school.** A student counts at the school where she was from October 1 to the test day, one
  interruption of up to ten school days aside; settings change both. Who moved or came later counts
  at the district. Where no roster of that year knows the student, the school in the results file
  counts. A file that says itself where a result counts is believed.
- **Teams.** A team is what its teachers teach; where no roster of the year tells, the grades that
  the team's organization names.
- **Groups.** By the dates of `program_status` on the test day, else by `demographics`; where no
  roster knows the student, by what the results file says.
- **Intervals** hold the true value in 90 of 100 cases. Those of shares are Wilson's, those of
  medians from order statistics.
- **Chance.** Comparisons with similar schools, and with the year before, are adjusted together for
  each measure, subject and year (Benjamini and Hochberg). A headline speaks of a difference only
  where the adjusted p is at most 0.10: then about one in ten so told is chance.
- **Similar schools.** {rule} The nearest ten, where there are at least five.
- **Withheld.** A value about fewer than ten students, or that would tell about fewer than ten
  others by subtraction; growth outside a school with fewer than three teachers behind it, and of a
  single teacher everywhere.

"""


def page(table):
    parts = [HEAD.format(rule=RULE), *(_measure(one, table) for one in definitions().values())]
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
