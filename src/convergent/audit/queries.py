"""Readings and changes, for those whom they are about."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Model, QuerySet

from convergent.audit.models import AuditRow, Kind


def readings_about(person: UUID) -> QuerySet[AuditRow]:
    """Every reading of a private record of this person by somebody else, newest first."""
    return AuditRow.objects.filter(about=person, kind=Kind.READING).exclude(by=person)


def changes_of(thing: Model) -> QuerySet[AuditRow]:
    """Every change of a thing, newest first."""
    return AuditRow.objects.filter(
        thing=thing._meta.label_lower, thing_id=str(thing.pk), kind=Kind.CHANGE
    )
