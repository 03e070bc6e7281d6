"""A load is asked for, and its outcome noted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from convergent import clock
from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.facts import held
from convergent.facts.findings import LoadResult
from convergent.facts.kept_findings import keep_findings
from convergent.facts.snapshot import current_snapshot
from convergent.facts.switching import switch_for
from convergent.jobs.actions import ask
from convergent.loads.access import why_keep_facts
from convergent.loads.actions.following import only_district
from convergent.loads.faults import faults_of, tables_of_files
from convergent.loads.models import SERVED, Decision, Load, Origin, Status
from convergent.loads.queries import occasion_of
from convergent.people.access.require import required
from convergent.people.viewer import Viewer

LOAD = "load"
LONGEST_NAME = 120


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How a load is to be done. `layout` says what the files are, where they do not tell; with
    `whole` false they hold changes alone; with `anew` sources are asked for everything; `dry_run`
    only checks.
    """

    layout: str = ""
    whole: bool = True
    anew: bool = False
    dry_run: bool = False


@transaction.atomic
def ask_for_load(
    paths: Sequence[Path], *, wanted: Wanted, by: Viewer | None, load_id: UUID | None = None
) -> Load:
    """The load, as a job in the same transaction. Without a viewer it is the command's."""
    why = why_keep_facts(by, current_snapshot(settings.HOME)) if by else None
    required(why if by else "")
    _refuse_unreadable(paths)
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


def _refuse_unreadable(paths: Sequence[Path]) -> None:
    """What is no text in UTF-8 cannot be written down."""
    for path in paths:
        try:
            str(path.absolute()).encode()
        except UnicodeEncodeError:
            raise BadInput(
                _("The name of the file %(name)s cannot be read.")
                % {"name": path.name.encode("utf-8", "replace").decode()},
                _("Give the file a name in UTF-8, such as one of plain letters."),
            ) from None


def note_outcome(load: Load, result: LoadResult) -> None:
    """What was found goes into a file, what it came to into the load's row."""
    keep_findings(settings.HOME, str(load.pk), result)
    load.status = result.status
    load.ended_at = clock.now()
    load.held, load.quarantine = result.held or "", result.quarantine or ""
    load.snapshot = result.snapshot or ""
    load.files = [{"file": f.file, "form": f.form, "mode": f.mode} for f in result.files]
    load.files += refused_files(result)
    load.counts = {name: asdict(count) for name, count in result.tables.items()}
    load.faults = faults_by_rule(result)
    load.notices = len(result.notices)
    note_switch(load)
    load.save()
    note_replaced()


def note_cancelled(load: Load) -> None:
    load.status, load.ended_at = Status.CANCELLED, clock.now()
    note_switch(load)
    load.save()


def note_switch(load: Load) -> None:
    """What served before the load and since, as its switch tells: whatever became of an attempt
    that came after it.
    """
    done = switch_for(settings.HOME, occasion_of(load))
    if done is not None:
        load.before, load.snapshot = done.before, done.after
    if done is not None and load.status not in {*SERVED, Status.HELD}:
        load.status = Status.PUBLISHED


def note_replaced() -> None:
    """Loads that waited, and whose place a later one took."""
    waiting = [one.id for one in held.held_loads(settings.HOME)]
    gone = Load.objects.filter(status=Status.HELD, decision=Decision.NONE).exclude(held__in=waiting)
    gone.update(decision=Decision.REPLACED, decided_at=clock.now())


def refused_files(result: LoadResult) -> list[dict[str, str]]:
    """What was wrong with each file, where nothing of them could be read: its first fault."""
    if result.status != "refused" or any(count.read for count in result.tables.values()):
        return []
    rules: dict[str, str] = {}
    for one in result.errors:
        rules.setdefault(one.file, one.rule)
    return [{"file": file, "form": "", "mode": "", "rule": rule} for file, rule in rules.items()]


def faults_by_rule(result: LoadResult) -> dict[str, int]:
    """Rows, by the rule that they broke."""
    rows = Counter[str]()
    tables = tables_of_files([asdict(one) for one in result.files])
    for fault in faults_of(result.errors, result.broken, tables=tables):
        rows[fault.rule] += fault.rows
    return dict(rows.most_common())
