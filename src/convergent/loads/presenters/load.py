"""The page of one load: what it brought, what was wrong and where, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.facts.findings import Finding
from convergent.facts.snapshot import quarantine_folder
from convergent.jobs.models import ENDED
from convergent.loads.faults import Fault
from convergent.loads.models import Load
from convergent.loads.presenters.differences import (
    Cell,
    Header,
    Table,
    kinds_table,
    school_names,
    schools_table,
)
from convergent.loads.presenters.fixes import fix_words
from convergent.loads.presenters.kinds import form_words, kind_words
from convergent.loads.presenters.progress import WorkProgress, work_progress
from convergent.loads.presenters.refusals import file_words, is_about_file
from convergent.loads.presenters.rules import rule_title
from convergent.loads.presenters.waiting import Why, why_it_waits
from convergent.loads.presenters.words import (
    left_out,
    names_of,
    number,
    outcome_words,
    when_words,
)
from convergent.loads.queries import can_be_undone, differences_of, faults_in, findings_of
from convergent.people.viewer import Viewer

EXAMPLES = 5
NOTICES_SHOWN = 20
LINES_SHOWN = 10


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    detail: str = ""


@dataclass(frozen=True)
class FaultCard:
    """A rule that rows broke: where and how many, what to do, and the first of them."""

    title: str
    fix: str
    examples: Table | None


@dataclass(frozen=True)
class Notice:
    where: str
    value: str
    rule: str
    fix: str


@dataclass(frozen=True)
class LoadPage:
    headline: str
    when: str
    facts: tuple[Fact, ...]
    progress: WorkProgress | None
    waits: bool
    why: Why | None
    kinds: Table | None
    schools: Table | None
    counts: Table | None
    files: Table | None
    faults: tuple[FaultCard, ...]
    has_rows_left_out: bool
    notices: tuple[Notice, ...]
    more_notices: int
    findings_are_gone: bool
    errors_url: str
    quarantine_url: str
    approve_url: str
    refuse_url: str
    undo_url: str
    again_url: str


def load_page(load: Load, *, viewer: Viewer, home: Path) -> LoadPage:
    kept, differences = findings_of(load, home), differences_of(load, home)
    district = viewer.person.district
    names = school_names(differences, district)
    progress, noticed = work_progress(load.job), _of_one_rule_together(kept.notices)

    def address(name: str, is_there: object) -> str:
        return reverse(name, args=[load.pk]) if is_there else ""

    return LoadPage(
        headline=_headline(load, progress),
        when=when_words(load.ended_at or load.asked_at, viewer),
        facts=tuple(_facts(load, viewer)),
        progress=progress if progress.is_running else None,
        waits=load.waits,
        why=why_it_waits(load, district=district, home=home) if load.waits else None,
        kinds=kinds_table(differences),
        schools=schools_table(differences, names),
        counts=_counts(load),
        files=_files(load),
        faults=tuple(map(_card, faults_in(load, home, kept))),
        has_rows_left_out=left_out(load) > 0,
        notices=tuple(map(_notice, noticed[:NOTICES_SHOWN])),
        more_notices=max(len(noticed) - NOTICES_SHOWN, 0),
        findings_are_gone=bool(load.ended_at) and not kept.is_kept,
        errors_url=address("load_errors", kept.errors),
        quarantine_url=address(
            "load_quarantine",
            load.quarantine and (quarantine_folder(home) / load.quarantine).is_dir(),
        ),
        approve_url=address("load_approve", load.waits),
        refuse_url=address("load_refuse", load.waits),
        undo_url=address("load_undo", can_be_undone(load, home)),
        again_url=f"{reverse('data')}#send" if _is_to_send_again(load) else "",
    )


def _headline(load: Load, progress: WorkProgress) -> str:
    """It stands still while the load runs; how far that is stands below it."""
    if progress.is_running:
        return _("Loading %(names)s") % {"names": names_of(load)}
    return outcome_words(load)


def _is_to_send_again(load: Load) -> bool:
    return not load.served and not load.waits and load.job.state in ENDED


def _facts(load: Load, viewer: Viewer) -> Iterable[Fact]:
    yield Fact(_("Asked for"), when_words(load.asked_at, viewer), _asker(load))
    yield Fact(_("Sent"), ", ".join(str(name) for name in load.names))
    if not load.is_whole:
        yield Fact(_("Read as"), _("changes alone; what they do not hold stays"))
    if load.decided_at and load.decided_by:
        yield Fact(
            _("Decided"),
            _("%(name)s, %(when)s")
            % {"name": load.decided_by.name, "when": when_words(load.decided_at, viewer)},
            load.reason,
        )
    if load.snapshot and load.served:
        yield Fact(_("Snapshot"), load.snapshot)


def _asker(load: Load) -> str:
    if load.asked_by is None:
        return _("By whoever runs the command on the server")
    return load.asked_by.name


def _files(load: Load) -> Table | None:
    recognized = [file for file in load.files if file["form"]]
    if not recognized:
        return None
    modes = {"bulk": _("the whole"), "delta": _("changes")}
    return Table(
        caption=_("What each file was found to be"),
        headers=(Header(_("File")), Header(_("Recognized as")), Header(_("Read as"))),
        rows=tuple(
            (
                str(file["file"]),
                Cell(form_words(str(file["form"])), is_number=False),
                Cell(modes.get(str(file["mode"]), ""), is_number=False),
            )
            for file in recognized
        ),
    )


def _counts(load: Load) -> Table | None:
    if not load.counts:
        return None
    words = (_("Rows read"), _("Taken"), _("Left out"))
    return Table(
        caption=_("What was read"),
        headers=(Header(_("Kind")), *(Header(word, is_number=True) for word in words)),
        rows=tuple(
            (
                kind_words(name),
                *(Cell(number(count[key])) for key in ("read", "loaded", "rejected")),
            )
            for name, count in load.counts.items()
        ),
    )


def _card(fault: Fault) -> FaultCard:
    first = fault.first
    if is_about_file(first.rule):
        return FaultCard(file_words(first.file, first.rule), fix_words(first), None)
    where = _("%(column)s in %(file)s") if first.column else "%(file)s"
    title = _("%(rule)s: %(where)s, %(rows)s") % {
        "rule": rule_title(first.rule),
        "where": where % {"column": first.column, "file": first.file},
        "rows": _rows_words(fault),
    }
    return FaultCard(title, fix_words(first), _examples(fault))


def _rows_words(fault: Fault) -> str:
    said = {"rows": number(fault.rows)}
    if not fault.is_all:
        return _("at least %(rows)s rows") % said
    return ngettext("one row", "%(rows)s rows", fault.rows) % said


def _examples(fault: Fault) -> Table:
    shown = fault.found[:EXAMPLES]
    taken = (Header(_("The row that was taken")),) if any(one.first for one in shown) else ()
    return Table(
        caption=_("The first of them"),
        headers=(Header(_("Line")), Header(_("Value")), *taken),
        rows=tuple(
            (
                str(one.line) if one.line else "",
                Cell(one.value, is_number=False),
                *(Cell(one.first, is_number=False) for _column in taken),
            )
            for one in shown
        ),
    )


def _of_one_rule_together(notices: Iterable[Finding]) -> list[list[Finding]]:
    """What was noticed of several rows of a column, each of which is listed, is said once."""
    together: dict[tuple[str, str, str, str], list[Finding]] = {}
    for one in notices:
        together.setdefault((one.file, one.column, one.rule, one.fix), []).append(one)
    return list(together.values())


def _notice(found: list[Finding]) -> Notice:
    one, lines = found[0], _lines(found) if len(found) > 1 else ""
    where = " · ".join(str(part) for part in (one.file, one.column, lines) if part)
    values = ", ".join(dict.fromkeys(one.value for one in found[:LINES_SHOWN]))
    return Notice(where, values, rule_title(one.rule), fix_words(one))


def _lines(found: list[Finding]) -> str:
    said = {"lines": ", ".join(str(one.line) for one in found[:LINES_SHOWN])}
    if len(found) <= LINES_SHOWN:
        return _("lines %(lines)s") % said
    return _("lines %(lines)s and more") % said
