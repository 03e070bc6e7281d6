"""Reads, checks and builds what a load would publish. Runs in a process of its own: see `child`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from convergent.facts.build import table_hash, write_table
from convergent.facts.checks import rules_of, run_rules
from convergent.facts.differences import difference
from convergent.facts.district import known_districts, none_at_all, several, too_many
from convergent.facts.earlier_results import results_of_two_students
from convergent.facts.filling import fill_in
from convergent.facts.findings import Broken, Difference, Finding, Recognized, TableCount
from convergent.facts.located import (
    Found,
    blank_rows,
    found_rows,
    locate,
    locate_noticed,
    locate_ragged,
    ragged_count,
    refuse_open_quote,
)
from convergent.facts.next_rows import keys_of, show_known, show_next, show_rejected, show_serving
from convergent.facts.no_social_security import refuse_named, refuse_shaped
from convergent.facts.nothing_left import refuse_without_roster
from convergent.facts.progress import Progress
from convergent.facts.quarantine import Quarantine
from convergent.facts.ragged import are_unread, note_keys
from convergent.facts.reading_rows import show_read
from convergent.facts.role_words import take_role_words
from convergent.facts.snapshot import Snapshot
from convergent.facts.sources import forms_for
from convergent.facts.sources.recognise import Export, find_export
from convergent.facts.staging import Staging, staging_database
from convergent.facts.strangers import strangers
from convergent.facts.tables import TABLES, Check, Table, table_named
from convergent.facts.tombstones import Buried, Forgotten

REJECTS_ALLOWED = 10
REJECTS_ALLOWED_SHARE = 0.01


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is to be read, and against which snapshot. `layout` names the form, where the person
    says it; `whole` is false where files hold changes alone; `one_district` refuses several;
    `mappings` are a district's own; `forgotten` are the keyed hashes of persons whose rows are
    dropped.
    """

    paths: tuple[Path, ...]
    staging: Path
    serving: Path | None
    as_of: date
    memory_megabytes: int
    mappings: Path | None = None
    layout: str = ""
    whole: bool = True
    one_district: bool = False
    build: bool = True
    forgotten: tuple[str, ...] = ()
    forgotten_key: str = field(default="", repr=False)


@dataclass(kw_only=True)
class Prepared:
    """What came of reading: where `is_acceptable`, Parquet files stand in `<staging>/built`.

    `hashes` are of the tables that were written. It `is_doubtful` where a person has to look first,
    though it would end and change little. `inputs` gives the SHA-256 of each file.
    """

    is_acceptable: bool = False
    files: list[Recognized] = field(default_factory=list)
    counts: dict[str, TableCount] = field(default_factory=dict)
    errors: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    is_doubtful: bool = False
    inputs: dict[str, str] = field(default_factory=dict)
    has_quarantine: bool = False


def prepare(request: Request, *, progress: Progress) -> Prepared:
    """Raises ExportRefused where nothing can be read at all."""
    memory = request.memory_megabytes
    with staging_database(request.staging, memory_megabytes=memory) as connection:
        return _Preparing(request, connection, progress).run()


class _Preparing:
    def __init__(
        self, request: Request, connection: duckdb.DuckDBPyConnection, progress: Progress
    ) -> None:
        self.request = request
        self.connection = connection
        self.progress = progress
        self.serving = Snapshot(request.serving) if request.serving else None
        self.staging = Staging(connection, request.staging)
        buried = Buried(request.forgotten, request.forgotten_key)
        self.quarantine = Quarantine(request.staging / "quarantine", buried)
        self.known: dict[str, str] = {}
        self.done = Prepared()

    def run(self) -> Prepared:
        self.progress("Finding the files", 0, 1)
        forms = forms_for(mappings=self.request.mappings, layout=self.request.layout)
        export = find_export(
            self.request.paths,
            forms=forms,
            inbox=self.request.staging / "inbox",
            whole=self.request.whole,
        )
        self.done.inputs = {file.name: file.digest for file in export.files}
        self.done.files = [
            Recognized(file.name, file.fit.form.name, file.mode, file.fit.why)
            for file in export.files
        ]
        self.done.notices.extend(export.notices)
        staged = self._stage(export)
        for number, table in enumerate(TABLES):
            self._see(table, number, staged)
        self._look_for_strangers()
        refusals = [
            *self._refuse_districts(),
            *self._refuse_empty(export),
            *refuse_without_roster(self.staging, self.connection),
        ]
        self.done.errors.extend(refusals)
        self.done.is_acceptable = not refusals and self._is_acceptable()
        self.done.has_quarantine = self.quarantine.write()
        if self.done.is_acceptable and self.request.build:
            self._build(staged)
        return self.done

    def _stage(self, export: Export) -> list[Table]:
        """The tables that the files give rows to, in the order of checking."""
        for number, file in enumerate(export.files):
            self.progress(f"Reading {file.name}", number, len(export.files))
            refuse_named(file)
            text = self.staging.read(file)
            refuse_open_quote(file, text, self.connection)
            self.done.errors.extend(locate_ragged(file, text, self.connection))
            self.quarantine.take_ragged(file, text, self.connection)
            if self.serving:
                self.done.notices.extend(note_keys(file, text, self.connection))
        take_role_words(self.request.mappings, self.staging, self.connection)
        self.done.notices.extend(self.staging.notices)
        staged = [table for table in TABLES if table.name in self.staging.tables]
        refuse_shaped(staged, self.staging, self.connection)
        self.forgotten = Forgotten(
            staged,
            hashes=self.request.forgotten,
            key=self.request.forgotten_key,
            connection=self.connection,
        )
        return staged

    def _see(self, table: Table, number: int, staged: Sequence[Table]) -> None:
        """Checks a table that was staged, and shows what can be referred to."""
        has_serving = show_serving(table, self.serving, self.connection)
        stays = (
            ["serving"] if has_serving and (table not in staged or self._is_delta(table)) else []
        )
        if table in staged:
            self.progress(f"Checking {table.name}", number, len(TABLES))
            self.known[table.name] = keys_of(table, "read", *stays)
            self._check(table)
            stays = ["accepted", *stays]
            if has_serving and self._has_rejected(table):
                show_rejected(table, self.connection)
                stays.append("rejected")
        if stays:
            self.known[table.name] = keys_of(table, *stays)
        show_known(table, self.connection, *stays)

    def _check(self, table: Table) -> None:
        self.done.notices.extend(fill_in(table, self.staging, self.connection))
        parts = self.staging.parts_of(table)
        read = show_read(table, self.connection, only=self.forgotten.others(table))
        if read.blank:
            self.done.notices.append(blank_rows(table, parts, self.connection, rows=read.blank))
        oddities = [one for one in read.oddities if self.staging.tells(table, one.column)]
        rules = rules_of(table, oddities, known=self.known, day=self.request.as_of)
        broken = run_rules(table, rules, self.connection)
        self._count(table)
        if not broken:
            return
        self.done.broken.extend(
            Broken(table.name, rules[n].rule, table.column(rules[n].column).name, rows)
            for n, rows in broken.items()
        )
        self._locate(found_rows(table, parts, self.connection), rules, broken)
        self.quarantine.take_rejected(table, parts, rules, self.connection)

    def _locate(self, found: list[Found], rules: list[Check], broken: dict[int, int]) -> None:
        """Every error up to the thousandth; of what was only noticed, the first."""
        errors = [one for one in found if rules[one.rule].rejects]
        noticed = [one for one in found if not rules[one.rule].rejects]
        self.done.errors.extend(locate(errors, rules))
        self.done.notices.extend(locate_noticed(noticed, rules, rows=broken))

    def _count(self, table: Table) -> None:
        counted = self.connection.execute(
            f"""SELECT (SELECT count(*) FROM read_{table.name}),
            (SELECT count(*) FROM accepted_{table.name})"""
        ).fetchone()
        staged, loaded = counted or (0, 0)
        files = {part.file.number: part.file for part in self.staging.parts_of(table)}
        read = staged + sum(
            ragged_count(file, self.connection)
            for file in files.values()
            if file.fit.selections[0].table == table.name
        )
        self.done.counts[table.name] = TableCount(read=read, loaded=loaded, rejected=read - loaded)

    def _has_rejected(self, table: Table) -> bool:
        """Whether serving rows may have successors that were rejected, or that are none."""
        is_any = self.done.counts[table.name].rejected > 0
        return is_any or are_unread(table, self.connection)

    def _is_delta(self, table: Table) -> bool:
        return any(part.file.mode == "delta" for part in self.staging.parts_of(table))

    def _is_acceptable(self) -> bool:
        """Few rows of each kind were rejected, and something is left to publish: rows, or that
        nothing changed.
        """
        counts = self.done.counts.values()
        few = all(
            count.rejected <= max(REJECTS_ALLOWED, int(count.read * REJECTS_ALLOWED_SHARE))
            for count in counts
        )
        return few and (any(count.loaded for count in counts) or self._tells_no_change())

    def _tells_no_change(self) -> bool:
        """A source that is asked for its changes mostly has none."""
        is_delta = all(part.file.mode == "delta" for part in self.staging.parts)
        return is_delta and not any(count.read for count in self.done.counts.values())

    def _look_for_strangers(self) -> None:
        self.done.notices.extend(results_of_two_students(self.staging, self.connection))
        for found in strangers(self.staging, self.connection):
            self.done.notices.append(found.finding)
            self.done.is_doubtful |= found.are_most

    def _refuse_districts(self) -> list[Finding]:
        """Several, for whoever may load only one; a roster that names none is only noticed."""
        parts = self.staging.parts_of(table_named("orgs"))
        if not parts:
            return []
        districts = known_districts(self.connection)
        if not districts and not self._is_delta(table_named("orgs")):
            self.done.notices.append(none_at_all(parts))
        if len(districts) > 1 and self.request.one_district:
            return [too_many(districts, parts, self.connection)]
        if len(districts) > 1:
            self.done.notices.append(several(districts, parts, self.connection))
        return []

    def _refuse_empty(self, export: Export) -> list[Finding]:
        """Whole files without any row, such as those of an export that broke off."""
        if any(count.read for count in self.done.counts.values()) or self._tells_no_change():
            return []
        fix = "Export it anew: no file of this load holds a row."
        return [Finding(file=export.files[0].name, rule="rows", fix=fix)]

    def _build(self, staged: Sequence[Table]) -> None:
        built = self.request.staging / "built"
        built.mkdir()
        for number, table in enumerate(staged):
            self.progress(f"Writing {table.name}", number, len(staged))
            has_serving = self._has_serving(table)
            show_next(
                table,
                self.connection,
                is_whole=not self._is_delta(table),
                has_serving=has_serving,
                has_rejected=has_serving and self._has_rejected(table),
            )
            write_table(table, built, self.connection)
            file = built / f"{table.name}.parquet"
            self.done.hashes[table.name] = table_hash(table, file, self.connection)
            if has_serving and self.serving is not None:
                self._compare(table, file, self.serving)

    def _has_serving(self, table: Table) -> bool:
        return self.serving is not None and self.serving.table(table.name).exists()

    def _compare(self, table: Table, file: Path, serving: Snapshot) -> None:
        if serving.manifest.hashes.get(table.name) != self.done.hashes[table.name]:
            before, day = serving.table(table.name), self.request.as_of
            found = difference(table, before, file, day=day, connection=self.connection)
            self.done.differences.append(found)
