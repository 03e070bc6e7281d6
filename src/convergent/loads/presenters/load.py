"""The page of one load: what it brought, what was wrong and where, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.facts.findings import Finding
from convergent.facts.snapshot import quarantine_folder
from convergent.loads.models import Load
from convergent.loads.presenters.differences import (
    Cell,
    Header,
    Table,
    kinds_table,
    school_names,
    schools_table,
)
from convergent.loads.presenters.kinds import kind_words
from convergent.loads.presenters.progress import WorkProgress, work_progress
from convergent.loads.presenters.words import (
    difference_words,
    number,
    outcome_words,
    when_words,
)
from convergent.loads.queries import can_be_undone, differences_of, findings_of
from convergent.people.viewer import Viewer

EXAMPLES = 5
NOTICES_SHOWN = 20


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    detail: str = ""


@dataclass(frozen=True)
class Fault:
    """A rule that rows broke: how many, what to do, and the first of them."""

    rule: str
    rows: str
    fix: str
    examples: Table


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
    difference: str
    kinds: Table | None
    schools: Table | None
    counts: Table | None
    files: Table | None
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]
    more_notices: int
    findings_are_gone: bool
    errors_url: str
    quarantine_url: str
    approve_url: str
    refuse_url: str
    undo_url: str


def load_page(load: Load, *, viewer: Viewer, home: Path) -> LoadPage:
    kept, differences = findings_of(load, home), differences_of(load, home)
    names = school_names(differences, viewer.person.district)
    progress = work_progress(load.job)

    def address(name: str, is_there: object) -> str:
        return reverse(name, args=[load.pk]) if is_there else ""

    return LoadPage(
        headline=outcome_words(load),
        when=when_words(load.ended_at or load.asked_at, viewer),
        facts=tuple(_facts(load, viewer)),
        progress=progress if progress.is_running else None,
        waits=load.waits,
        difference=difference_words(differences, names) if load.waits else "",
        kinds=kinds_table(differences),
        schools=schools_table(differences, names),
        counts=_counts(load),
        files=_files(load),
        faults=tuple(_faults(load, kept.errors)),
        notices=tuple(map(_notice, kept.notices[:NOTICES_SHOWN])),
        more_notices=max(len(kept.notices) - NOTICES_SHOWN, 0),
        findings_are_gone=bool(load.ended_at) and not kept.is_kept,
        errors_url=address("load_errors", kept.errors),
        quarantine_url=address(
            "load_quarantine",
            load.quarantine and (quarantine_folder(home) / load.quarantine).is_dir(),
        ),
        approve_url=address("load_approve", load.waits),
        refuse_url=address("load_refuse", load.waits),
        undo_url=address("load_undo", can_be_undone(load, home)),
    )


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
    if not load.files:
        return None
    modes = {"bulk": _("the whole"), "delta": _("changes")}
    return Table(
        caption=_("What each file was found to be"),
        headers=(Header(_("File")), Header(_("Recognized as")), Header(_("Read as"))),
        rows=tuple(
            (
                str(file["file"]),
                Cell(str(file["form"]), is_number=False),
                Cell(modes.get(str(file["mode"]), ""), is_number=False),
            )
            for file in load.files
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


def _faults(load: Load, errors: Sequence[Finding]) -> Iterable[Fault]:
    """In the order of checking: what is mended first often mends what comes after it."""
    by_rule: dict[str, list[Finding]] = {}
    for one in errors:
        by_rule.setdefault(one.rule, []).append(one)
    for rule, found in by_rule.items():
        rows = load.faults.get(rule, len(found))
        yield Fault(
            rule=rule,
            rows=ngettext("one row", "%(rows)s rows", rows) % {"rows": number(rows)},
            fix=found[0].fix,
            examples=_examples(rule, found),
        )


def _examples(rule: str, found: Sequence[Finding]) -> Table:
    words = (_("File"), _("Line"), _("Column"), _("Value"))
    return Table(
        caption=_("The first rows that break “%(rule)s”") % {"rule": rule},
        headers=tuple(Header(word, is_number=word == words[1]) for word in words),
        rows=tuple(
            (
                one.file,
                Cell(str(one.line) if one.line else ""),
                Cell(one.column, is_number=False),
                Cell(one.value, is_number=False),
            )
            for one in found[:EXAMPLES]
        ),
    )


def _notice(one: Finding) -> Notice:
    where = " · ".join(str(part) for part in (one.file, one.column) if part)
    return Notice(where, one.value, one.rule, one.fix)
