"""Readings and changes, for those whom they are about."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from convergent.audit.models import AuditRow, Kind


def readings_about(person: UUID) -> QuerySet[AuditRow]:
    """Every reading of a private record of this person by somebody else, newest first."""
    return AuditRow.objects.filter(about=person, kind=Kind.READING).exclude(by=person)


def changes_of(thing: Model) -> QuerySet[AuditRow]:
    """Every change of a thing, newest first."""
    return AuditRow.objects.filter(
        thing=thing._meta.label_lower, thing_id=str(thing.pk), kind=Kind.CHANGE
    )


def readings_of(things: Iterable[Model]) -> QuerySet[AuditRow]:
    """Every reading of these things, newest first."""
    rule = Q(pk__in=[])
    for thing in things:
        rule |= Q(thing=thing._meta.label_lower, thing_id=str(thing.pk))
    return AuditRow.objects.filter(rule, kind=Kind.READING)
