"""What applies to a visit, said before anything is typed or read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from convergent.people.viewer import Viewer
from convergent.practice.access.visiting import Standing
from convergent.practice.models import AgreedKind, Evaluation, Kind, Visit
from convergent.practice.models.agreements import INFORMS_NO_EVALUATION


def to_the_visitor(standing: Standing, name: str) -> str:
    """Two sentences: what the visitor is to the teacher, and what comes of what she sees."""
    relation = _relation(standing.kind, name)
    if standing.evaluates:
        relation = _("You evaluate %(name)s.") % {"name": name}
    return f"{relation} {_use(standing.agreed)}"


def _relation(kind: Kind, name: str) -> str:
    return {
        Kind.LEADER: _("You visit %(name)s as a leader of the school."),
        Kind.SUPERVISOR: _("You visit %(name)s as the principal’s supervisor."),
        Kind.COACH: _("You coach %(name)s."),
        Kind.PEER: _("%(name)s invited you."),
    }[kind] % {"name": name}


def _use(agreed: AgreedKind) -> str:
    if agreed.kind in INFORMS_NO_EVALUATION:
        return _("Under the visit agreement, it is never used in an evaluation.")
    if agreed.may_inform_evaluation:
        return _("Under the visit agreement, what you see may be used in an evaluation.")
    return _("Under the visit agreement, it is not used in an evaluation.")


def readers_of_the_form(name: str, *, together: bool) -> str:
    """Who reads what is typed, and who could. Nobody without due process, so never “never”."""
    if together:
        return _(
            "Only you read this. %(name)s reads what you share. Whoever goes with you reads what "
            "you wrote here when both of you have kept it. It is encrypted; nobody else reads it "
            "without due process."
        ) % {"name": name}
    return _(
        "Only you read this. %(name)s reads what you share. It is encrypted; nobody else reads it "
        "without due process."
    ) % {"name": name}


def readers_of_feedback(visit: Visit) -> str:
    return _(
        "Only %(visitor)s and %(teacher)s read this. It is encrypted; nobody else reads it without "
        "due process."
    ) % {"visitor": visit.visitor.name, "teacher": visit.teacher.name}


def to_the_teacher(visit: Visit, viewer: Viewer) -> str:
    """What applies to what was said to her."""
    name = visit.visitor.name
    evaluates = Evaluation.objects.on(viewer.today).filter(
        evaluator=visit.visitor_id, evaluated=viewer.person
    )
    relation = {
        Kind.LEADER: _("%(name)s visited you as a leader of the school."),
        Kind.SUPERVISOR: _("%(name)s visited you as the principal’s supervisor."),
        Kind.COACH: _("%(name)s coaches you."),
        Kind.PEER: _("You invited %(name)s."),
    }[Kind(visit.kind)]
    if visit.kind not in INFORMS_NO_EVALUATION and evaluates.exists():
        relation = _("%(name)s evaluates you.")
    agreed = visit.agreement.kinds.filter(kind=visit.kind).first()
    use = _use_to_the_teacher(agreed) if agreed else ""
    return f"{relation % {'name': name}} {use}".strip()


def _use_to_the_teacher(agreed: AgreedKind) -> str:
    if agreed.may_inform_evaluation:
        return _("Under the visit agreement, what was seen may be used in an evaluation.")
    return _use(agreed)
