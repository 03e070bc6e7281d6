"""One expression for each measure: what a student's row amounts to.

An expression takes the measure's base table and the rules, and gives a column: a number, or true
and false, or null where the student does not count. It says nothing of places, groups or years:
those are the same for all measures. It must mean the same on every engine that Ibis compiles to.
"""

from collections.abc import Callable, Mapping

import ibis
import ibis.expr.types as ir

from convergent.facts.measures.rules import Rules

Expression = Callable[[ir.Table, Rules], ir.Value]


def share_at_level(tested: ir.Table, _rules: Rules) -> ir.Value:
    return tested.level_order >= tested.level_meets


def mean_score(tested: ir.Table, _rules: Rules) -> ir.Value:
    return tested.score


def median_growth(tested: ir.Table, _rules: Rules) -> ir.Value:
    return tested.growth


def mean_growth(tested: ir.Table, _rules: Rules) -> ir.Value:
    return tested.growth


def official_growth(tested: ir.Table, _rules: Rules) -> ir.Value:
    return tested.official_growth


def gap_v(tested: ir.Table, _rules: Rules) -> ir.Value:
    return tested.score.isnull().ifelse(tested.level_order, ibis.null("int32"))


def participation(enrolled: ir.Table, _rules: Rules) -> ir.Value:
    was_tested = enrolled.is_tested | enrolled.is_alternate
    return enrolled.is_exempt.ifelse(ibis.null("boolean"), was_tested)


def chronic_absence(attendance: ir.Table, rules: Rules) -> ir.Value:
    return attendance.absent_days >= attendance.enrolled_days * rules.chronic_share


def course_passing(graded: ir.Table, _rules: Rules) -> ir.Value:
    return graded.passes_all


EXPRESSIONS: Mapping[str, Expression] = {
    expression.__name__: expression
    for expression in (
        share_at_level,
        mean_score,
        median_growth,
        mean_growth,
        official_growth,
        gap_v,
        participation,
        chronic_absence,
        course_passing,
    )
}
"""By the measure's id. A gap has none of its own: it is that of the measure it names."""
