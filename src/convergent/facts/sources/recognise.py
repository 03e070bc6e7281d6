"""Finds out what each file of an export is."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.sources import manifest, unrecognised
from convergent.facts.sources.forms import LEAST, Fit, Form, Mode
from convergent.facts.sources.inbox import files_at, unknown_file
from convergent.facts.sources.manifest import stem
from convergent.facts.sources.text import SAMPLE_BYTES, TextFile, digest_of, open_text

TOO_CLOSE = 0.05
CERTAIN_HEADING = 0.75
LINES_ABOVE = 20
LEAST_OF_A_HEADING = 3


@dataclass(frozen=True)
class ExportFile:
    """One file of the export, and what it was found to be. `number` is its own in this load;
    `digest` is the SHA-256 of its bytes.
    """

    number: int
    text: TextFile
    fit: Fit
    mode: Mode
    digest: str

    @property
    def name(self) -> str:
        return self.text.name


@dataclass(frozen=True)
class Export:
    """The files of one export, and what was odd about them."""

    files: tuple[ExportFile, ...]
    notices: tuple[Finding, ...]


@dataclass(frozen=True)
class _Known:
    """A file whose form is known."""

    text: TextFile
    fit: Fit
    digest: str


def find_export(
    paths: Sequence[Path], *, forms: Sequence[Form], inbox: Path, whole: bool = True
) -> Export:
    """Recognises every file; raises ExportRefused where none is known, or one cannot be read.

    A file is the whole of its kind (`bulk`) unless its manifest or form says otherwise, or `whole`
    is false.
    """
    return _Recognizing(forms, whole=whole).run(paths, inbox)


class _Recognizing:
    def __init__(self, forms: Sequence[Form], *, whole: bool) -> None:
        self.forms = forms
        self.whole = whole
        self.notices: list[Finding] = []
        self.refusals: list[Finding] = []
        self.known: list[_Known] = []
        self.said = manifest.Manifest()
        self.seen: dict[str, str] = {}
        self.times: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self.names: dict[str, set[str]] = {}
        for form in forms:
            self.names.setdefault(stem(form.file), set()).add(form.name)

    def run(self, paths: Sequence[Path], inbox: Path) -> Export:
        found = [
            self._opened(p) for p in files_at(paths, inbox=inbox, left_out=self.notices.append)
        ]
        texts = [text for text in found if text is not None and not self._is_manifest(text)]
        recognised = [(text, fit) for text in texts if (fit := self._recognised(text))]
        with ThreadPoolExecutor() as threads:
            digests = [threads.submit(digest_of, text) for text, _ in recognised]
        for (text, fit), digest in zip(recognised, digests, strict=True):
            self._take_once(text, fit, digest)
        self.known = [one for one in self.known if self._is_wanted(one)]
        self._compare_manifest([text.name for text in texts])
        for one in self.known:
            self.refusals.extend(one.fit.refusals)
            self.notices.extend((*one.text.notices, *one.fit.notices))
        if self.refusals:
            raise ExportRefused(*self.refusals)
        if not self.known:
            raise ExportRefused(*self._nothing(paths))
        giving = self._giving_rows()
        self.times = Counter(one.text.name for one in giving)
        files = (self._file(number, one, inbox) for number, one in enumerate(giving))
        return Export(tuple(files), tuple(self.notices))

    def _opened(self, path: Path) -> TextFile | None:
        """What is no text is left out; where it has the name of a form, that refuses the export."""
        try:
            return open_text(path)
        except ExportRefused as refused:
            is_named = stem(path.name) in self.names
            (self.refusals if is_named else self.notices).extend(refused.findings)
            return None

    def _is_manifest(self, text: TextFile) -> bool:
        said = manifest.read(text)
        if said is not None:
            self.said = said
        return said is not None

    def _recognised(self, text: TextFile) -> Fit | None:
        """What the file is; none where that is not known for sure, which is said."""
        fits = best_fits(text, self.forms)
        best = fits[0] if fits and fits[0].sureness >= LEAST else None
        below = self._heading_below(text) if best is None or best.refusals else 0
        if below:
            self.refusals.append(unrecognised.lines_above(text, below))
        elif best is None and stem(text.name) in unrecognised.ROSTER:
            self.refusals.append(unrecognised.none_of_its_columns(text))
        elif best is None:
            self.notices.append(unknown_file(text.name))
        elif len(fits) > 1 and best.sureness - fits[1].sureness < TOO_CLOSE:
            self.notices.append(unrecognised.undecided(text, fits))
        else:
            return best
        return None

    def _heading_below(self, text: TextFile) -> int:
        """The line of what is surely a heading, where it stands below others; 0 for none."""
        for number, row in enumerate(text.sample[:LINES_ABOVE]):
            heading = tuple(value.strip() for value in row)
            if sum(map(bool, heading)) < LEAST_OF_A_HEADING:
                continue
            fits = best_fits(replace(text, heading=heading), self.forms)
            if fits and fits[0].sureness >= CERTAIN_HEADING and not fits[0].refusals:
                return text.skipped + number + 2
        return 0

    def _take_once(self, text: TextFile, fit: Fit, told: Future[str]) -> None:
        """The same bytes a second time say nothing new."""
        try:
            digest = told.result()
        except ExportRefused as refused:
            self.refusals.extend(refused.findings)
            return
        if digest in self.seen:
            self.notices.append(unrecognised.twice(text, self.seen[digest]))
        else:
            self.seen[digest] = text.name
            self.known.append(_Known(text, fit, digest))

    def _is_wanted(self, one: _Known) -> bool:
        """What has the name of one form and the heading of another is that other, if it is alone
        in that; where a file has both, the wrong name is left out.
        """
        if not self._is_misnamed(one):
            return True
        form = one.fit.form
        alike = (two for two in self.known if two.fit.form.name == form.name)
        other = next((two for two in alike if not self._is_misnamed(two)), None)
        text = other.text if other else None
        self.notices.append(unrecognised.misnamed(one.text, form, text))
        return other is None

    def _is_misnamed(self, one: _Known) -> bool:
        forms = self.names.get(stem(one.text.name))
        return bool(forms and one.fit.form.file) and one.fit.form.name not in (forms or ())

    def _compare_manifest(self, names: Sequence[str]) -> None:
        usual = [one.fit.form.file for one in self.known]
        self.notices.extend(self.said.notices([*names, *usual]))

    def _giving_rows(self) -> list[_Known]:
        """What is only derived from another file gives way to a file that says it itself."""
        told = {
            rows.table for one in self.known for rows in one.fit.selections if not rows.is_derived
        }
        settled = []
        for one in self.known:
            rows = tuple(r for r in one.fit.selections if not (r.is_derived and r.table in told))
            if rows:
                settled.append(replace(one, fit=replace(one.fit, selections=rows)))
            if len(rows) < len(one.fit.selections):
                self.notices.append(unrecognised.told_elsewhere(one.text))
        return settled

    def _file(self, number: int, one: _Known, inbox: Path) -> ExportFile:
        said = one.fit.mode or self.said.mode_of(one.text.name, one.fit)
        mode = said or ("bulk" if self.whole else "delta")
        is_short = one.text.path.stat().st_size < SAMPLE_BYTES
        if mode == "bulk" and is_short and not any(any(row) for row in one.text.sample):
            self.notices.append(unrecognised.no_rows(one.text))
        text = replace(one.text, name=self._own_name(one.text, inbox))
        return ExportFile(number, text, one.fit, mode, one.digest)

    def _own_name(self, text: TextFile, inbox: Path) -> str:
        """Of files of one name, each is told by its folder; out of an archive, by a number."""
        name = text.name
        if self.times[name] > 1 and not text.path.is_relative_to(inbox):
            name = f"{text.path.parent.name} {name}"
        self.taken[name] += 1
        path = Path(name)
        return f"{path.stem}-{self.taken[name]}{path.suffix}" if self.taken[name] > 1 else name

    def _nothing(self, paths: Sequence[Path]) -> Sequence[Finding]:
        """Why each file was left out; where there was none, that nothing was given."""
        name = paths[0].name if paths else ""
        return [*map(unrecognised.refused, self.notices)] or [unrecognised.nothing_known(name)]


def surest(text: TextFile, forms: Sequence[Form]) -> Fit | None:
    """What a file is read as, where that is sure enough."""
    fits = best_fits(text, forms)
    return fits[0] if fits and fits[0].sureness >= LEAST else None


def best_fits(text: TextFile, forms: Sequence[Form]) -> list[Fit]:
    """What a file may be, the surest first."""
    fits = [fit for form in forms if (fit := form.fit(text)) is not None]
    return sorted(fits, key=attrgetter("sureness"), reverse=True)
