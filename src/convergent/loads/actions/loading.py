"""A load is asked for, and its outcome noted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from convergent import clock
from convergent.audit.actions import note_change
from convergent.facts import held
from convergent.facts.findings import LoadResult
from convergent.facts.kept_findings import keep_findings
from convergent.facts.located import KEPT_OF_EACH_RULE
from convergent.facts.snapshot import current_snapshot, predecessor
from convergent.jobs.actions import ask
from convergent.loads.access import why_keep_facts
from convergent.loads.actions.following import only_district
from convergent.loads.models import SERVED, Decision, Load, Origin, Status
from convergent.people.access.require import required
from convergent.people.viewer import Viewer

LOAD = "load"
LONGEST_NAME = 120


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How a load is to be done. `layout` says what the files are, where they do not tell; with
    `whole` false they hold changes alone; `dry_run` only checks.
    """

    layout: str = ""
    whole: bool = True
    dry_run: bool = False


@transaction.atomic
def ask_for_load(
    paths: Sequence[Path], *, wanted: Wanted, by: Viewer | None, load_id: UUID | None = None
) -> Load:
    """The load, as a job in the same transaction. Without a viewer it is the command's."""
    why = why_keep_facts(by, current_snapshot(settings.HOME)) if by else None
    required(why if by else "")
    load_id = load_id or uuid4()
    person = by.person if by else None
    names = [path.name[:LONGEST_NAME] for path in paths]
    job = ask(
        LOAD,
        key=f"{LOAD} {load_id}",
        by=person.pk if person else None,
        load=load_id,
        paths=[str(path.absolute()) for path in paths],
        **asdict(wanted),
    )
    load = Load(
        id=load_id,
        job=job,
        district=by.person.district if by else only_district(),
        asked_by=person,
        asked_at=clock.now(),
        origin=Origin.PAGE if by else Origin.COMMAND,
        names=names,
        is_whole=wanted.whole,
    )
    note_change(
        "ask for load", load, by=person.pk if person else None, why=str(why or ""), files=len(names)
    )
    load.save(force_insert=True)
    return load


def note_outcome(load: Load, result: LoadResult) -> None:
    """What was found goes into a file, what it came to into the load's row."""
    keep_findings(settings.HOME, str(load.pk), result)
    load.status = result.status
    load.ended_at = clock.now()
    load.held, load.quarantine = result.held or "", result.quarantine or ""
    load.snapshot = result.snapshot or ""
    load.files = [{"file": f.file, "form": f.form, "mode": f.mode} for f in result.files]
    load.counts = {name: asdict(count) for name, count in result.tables.items()}
    load.faults = faults_by_rule(result)
    load.notices = len(result.notices)
    if result.status in SERVED:
        load.before = id_of_predecessor()
    load.save()
    note_replaced()


def id_of_predecessor() -> str:
    before = predecessor(settings.HOME)
    return before.id if before else ""


def note_cancelled(load: Load) -> None:
    load.status, load.ended_at = Status.CANCELLED, clock.now()
    load.save(update_fields=["status", "ended_at"])


def note_replaced() -> None:
    """Loads that waited, and whose place a later one took."""
    waiting = [one.id for one in held.held_loads(settings.HOME)]
    gone = Load.objects.filter(status=Status.HELD, decision=Decision.NONE).exclude(held__in=waiting)
    gone.update(decision=Decision.REPLACED, decided_at=clock.now())


def faults_by_rule(result: LoadResult) -> dict[str, int]:
    """Of a rule with more faults than are shown, as many as its tables counted."""
    shown = Counter(one.rule for one in result.errors)
    counted = Counter[str]()
    for broken in result.broken:
        counted[broken.rule] += broken.rows
    return {
        rule: max(rows, counted[rule]) if rows >= KEPT_OF_EACH_RULE else rows
        for rule, rows in shown.most_common()
    }
