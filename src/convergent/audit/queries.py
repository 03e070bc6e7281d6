"""Readings and changes, for those whom they are about."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from convergent.audit.models import AuditRow, Kind


def readings_about(person: UUID) -> QuerySet[AuditRow]:
    """Every reading of a private record of this person by somebody else, newest first."""
    return AuditRow.objects.filter(about=person, kind=Kind.READING).exclude(by=person)


def changes_of(thing: str, thing_id: str) -> QuerySet[AuditRow]:
    return AuditRow.objects.filter(thing=thing, thing_id=thing_id, kind=Kind.CHANGE)
