"""What a device sealed arrives: it is opened, and goes to whoever wrote it, whoever sends it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction

from convergent import clock
from convergent.errors import BadInput
from convergent.people.actions.credentials import lease_of_id
from convergent.people.models import Person
from convergent.people.viewer import viewer_today
from convergent.practice.access.visiting import terms_visitable_by
from convergent.practice.access.visits import draft_of_author, is_begun, is_taken
from convergent.practice.models import VisitDraft
from convergent.practice.sending import Sealed, Written, read_written
from convergent.records.sealed import open_sealed
from convergent.records.turns import take_turn


@dataclass(frozen=True)
class Arrived:
    """What a device sealed, opened; and who wrote it."""

    id: UUID
    author: Person
    written: Written


def open_arrived(sealed: Sealed) -> Arrived:
    """Raises BadInput where it was not sealed by a device that was given that lease: who has a
    session here could else write in somebody's name."""
    lease = lease_of_id(sealed.lease)
    if lease is None or not _is_marked(sealed, bytes.fromhex(lease.digest)):
        raise BadInput("No device that was signed in here has sealed this.")
    text = open_sealed(
        key=sealed.key,
        ephemeral=sealed.ephemeral,
        wrapped=sealed.wrapped,
        box=sealed.box,
        about=sealed.about,
    )
    return Arrived(sealed.id, lease.account.person, read_written(text))


def _is_marked(sealed: Sealed, pen: bytes) -> bool:
    own = hmac.new(pen, sealed.text.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(own, sealed.mark)


@transaction.atomic
def keep_arrived(arrived: Arrived) -> VisitDraft:
    """A draft of its author, for her alone to read, mend and keep as a visit. Nothing that is there
    is overwritten: other words under the same id are kept beside it."""
    take_turn(f"visit {arrived.id}")
    content = json.dumps(_content(arrived), ensure_ascii=False, sort_keys=True)
    own = draft_of_author(arrived.author, arrived.id)
    if own is not None and _words(own.content) == _words(content):
        return own
    pk = arrived.id
    if own is not None or is_taken(pk) or is_begun(pk):
        pk = uuid5(pk, content)
    kept = draft_of_author(arrived.author, pk)
    return kept or VisitDraft.objects.create(
        pk=pk,
        visitor=arrived.author,
        teacher_id=_teacher(arrived),
        content=content,
        written_at=clock.now(),
    )


def _content(arrived: Arrived) -> Mapping[str, list[str]]:
    """The fields of the form; and what only a device knows: a name that was typed, and the id of
    the visit that was kept with other words."""
    beside = [str(arrived.id)] if is_taken(arrived.id) else []
    return {**arrived.written.fields, "whom": [arrived.written.whom], "kept": beside}


def _words(content: str) -> Mapping[str, list[str]]:
    told: dict[str, list[str]] = json.loads(content)
    lists = {name: [one.replace("\r\n", "\n") for one in values] for name, values in told.items()}
    return {name: values for name, values in lists.items() if any(values) and name != "kept"}


def _teacher(arrived: Arrived) -> UUID | None:
    """The teacher, if the author may visit her today; else, and beside a visit that is kept, the
    author chooses."""
    author = viewer_today(arrived.author)
    if author is None or arrived.written.teacher is None or is_taken(arrived.id):
        return None
    term = terms_visitable_by(author).filter(person=arrived.written.teacher).first()
    return term.person_id if term else None


@transaction.atomic
def discard_draft(draft: VisitDraft) -> None:
    """Its author has said that she does not need it."""
    take_turn(f"visit {draft.pk}")
    draft.delete()
