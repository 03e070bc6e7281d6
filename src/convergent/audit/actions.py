"""What other applications call: note a change, note a reading."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from convergent.audit.chain import append
from convergent.audit.models import AuditRow, Kind
from convergent.audit.vocabulary import declared


def note_change(
    action: str,
    thing: models.Model,
    *,
    by: UUID | None,
    about: UUID | None = None,
    why: str = "",
    **detail: object,
) -> AuditRow:
    """One row for a change, in the change's own transaction. `detail` holds no private text."""
    return append(
        kind=Kind.CHANGE,
        action=declared(action),
        by=by,
        about=about,
        why=why,
        **_name(thing),
        detail={key: _plain(value) for key, value in detail.items()},
    )


def note_reading(
    action: str, thing: models.Model, *, by: UUID, about: UUID | None, why: str
) -> AuditRow:
    """One row for a reading of a private record, before it is shown."""
    return append(
        kind=Kind.READING, action=declared(action), by=by, about=about, why=why, **_name(thing)
    )


def note_sign_in(
    action: str, account: models.Model, *, by: UUID | None, about: UUID | None = None, why: str = ""
) -> AuditRow:
    """One row for what happens around signing in; about oneself unless somebody else did it."""
    return append(
        kind=Kind.SIGN_IN,
        action=declared(action),
        by=by,
        about=about or by,
        why=why,
        **_name(account),
    )


def _name(thing: models.Model) -> dict[str, str]:
    return {"thing": thing._meta.label_lower, "thing_id": str(thing.pk)}


def _plain(value: object) -> Any:
    if isinstance(value, (UUID, date, datetime, Decimal)):
        return str(value)
    return value
