"""The files that a person gave: of folders, zips and single files, those that hold rows."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.sources.archive import unpack
from convergent.facts.sources.gzipped import gunzip, is_gzipped
from convergent.facts.sources.workbook import is_workbook, sheets_of

READ = frozenset({".csv", ".txt", ".tsv", ".tab", ".dat", ".psv"})
UNREAD = frozenset({".pdf", ".doc", ".docx", ".json", ".jsonl", ".xml", ".md", ".png", ".jpg"})
MOST_FILES = 2_000


def files_at(
    paths: Sequence[Path], *, inbox: Path, left_out: Callable[[Finding], None]
) -> Iterator[Path]:
    """Every file that may hold rows, in the order of their names; links are not followed."""
    for number, path in enumerate(paths):
        if path.is_dir():
            yield from _of_folder(path, inbox / str(number), left_out)
        elif not path.is_file():
            raise ExportRefused(_absent(path))
        else:
            yield from _of_file(path, inbox / str(number), left_out)


def _of_file(file: Path, inbox: Path, left_out: Callable[[Finding], None]) -> Iterator[Path]:
    """The file, or what is in it: the sheets of a workbook; a zip within a zip stays shut."""
    _refuse_unreadable_name(file)
    if is_workbook(file):
        yield from sheets_of(file, inbox)
        return
    if is_gzipped(file):
        yield gunzip(file, inbox)
        return
    if not _is_zip(file):
        yield file
        return
    for inner in unpack(file, inbox, wanted=_may_hold_rows):
        if _is_zip(inner):
            left_out(_packed_twice(inner))
        elif is_workbook(inner):
            yield from sheets_of(inner, inbox / f"sheets of {inner.name}")
        else:
            yield inner


def _of_folder(folder: Path, inbox: Path, left_out: Callable[[Finding], None]) -> Iterator[Path]:
    """Its files, and those of the folders in it, such as one for each school."""
    inside = sorted((*folder.glob("*"), *folder.glob("*/*")))
    if len(inside) > MOST_FILES:
        raise ExportRefused(_too_many(folder, len(inside)))
    for number, file in enumerate(inside):
        if file.is_symlink():
            left_out(_link(file))
        elif file.parent.is_symlink() or not file.is_file():
            continue
        elif _may_hold_rows(file.name):
            yield from _of_file(file, inbox / str(number), left_out)
        else:
            left_out(unknown_file(file.name))


def _refuse_unreadable_name(file: Path) -> None:
    """Else nothing could be told of it, on a page or in JSON."""
    try:
        file.name.encode()
    except UnicodeEncodeError:
        shown = file.name.encode("utf-8", "replace").decode()
        fix = "Give the file a name in UTF-8, such as one of plain letters."
        raise ExportRefused(Finding(file=shown, rule="name of a file", fix=fix)) from None


def _may_hold_rows(name: str) -> bool:
    suffix = Path(name).suffix.lower()
    return not name.startswith(".") and (suffix in READ or suffix not in UNREAD)


def _is_zip(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in {".xlsx", ".docx"}:
        return False
    with path.open("rb") as file:
        return suffix == ".zip" or file.read(4) == b"PK\x03\x04"


def _packed_twice(file: Path) -> Finding:
    return Finding(
        file=file.name, rule="zip in a zip", fix="Unpack it, and send its files: it was left out."
    )


def _absent(path: Path) -> Finding:
    return Finding(
        file=path.name, rule="file exists", fix="Give a folder, a zip or files that are there."
    )


def _too_many(folder: Path, found: int) -> Finding:
    return Finding(
        file=folder.name,
        value=str(found),
        rule="files in a folder",
        fix=f"Put the exports alone into a folder: at most {MOST_FILES:,} files.",
    )


def _link(file: Path) -> Finding:
    return Finding(file=file.name, rule="link", fix="Put the file itself there, not a link to it.")


def unknown_file(name: str) -> Finding:
    return Finding(
        file=name,
        rule="file known",
        fix="Nothing: it is no export that Convergent knows, and was left out. If it holds "
        "results, run “convergent layout suggest FILE”.",
    )
