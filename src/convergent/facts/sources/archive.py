"""Opens a zip that nobody vouches for: no links, no paths, no bombs."""

import errno
import lzma
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from convergent.facts.findings import ExportRefused, Finding

MOST_MEMBERS = 1_000
HIGHEST_RATIO = 200
SMALL_ENOUGH = 10_000_000
SMALL_ALTOGETHER = 100_000_000
LONGEST_NAME = 150
_CHUNK = 1 << 20
_END = b"PK\x05\x06"
_LONGEST_END = 22 + 65_535
_LARGEST_ENTRY = 2_000
_BROKEN = (
    *(zipfile.BadZipFile, NotImplementedError, EOFError, struct.error, ValueError),
    *(zlib.error, lzma.LZMAError),
)


def unpack(archive: Path, into: Path, *, wanted: Callable[[str], bool]) -> list[Path]:
    """The wanted files of the archive, by name alone, in the folder `into`, which is made.

    Two of one name, out of two folders, get a folder each.
    """
    with _checked(archive) as (opened, members):
        into.mkdir(parents=True)
        return list(_Unpacking(archive, into).all(opened, filter(_is_wanted(wanted), members)))


def refuse_more_than(most: int, archive: Path) -> None:
    """Whether it is safe to unpack, and no more than so many bytes come out; writes none of them.

    Raises ExportRefused.
    """
    left = most
    with _checked(archive) as (opened, members):
        for member in members:
            allowed = min(left, _most_of(member))
            with opened.open(member) as packed:
                left -= (out := _counted(packed, allowed))
            if out > allowed:
                raise _refused(archive, member.filename, "zip ratio")


def _counted(packed: IO[bytes], allowed: int) -> int:
    """How many bytes come out, up to the first too many."""
    out = 0
    while out <= allowed and (chunk := packed.read(_CHUNK)):
        out += len(chunk)
    return out


def _most_of(member: zipfile.ZipInfo) -> int:
    return max(SMALL_ENOUGH, member.compress_size * HIGHEST_RATIO)


@contextmanager
def _checked(archive: Path) -> Iterator[tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]]:
    """The archive and its files, none of which leads elsewhere."""
    try:
        _count_before_opening(archive)
        with zipfile.ZipFile(archive) as opened:
            yield opened, _checked_members(opened, archive)
    except _BROKEN as broken:
        raise _refused(archive, "", "zip") from broken
    except OSError as broken:
        if broken.errno in {None, errno.EINVAL}:  # of bz2's data, and of a place before the file
            raise _refused(archive, "", "zip") from broken
        raise


def _is_wanted(wanted: Callable[[str], bool]) -> Callable[[zipfile.ZipInfo], bool]:
    return lambda member: "__MACOSX" not in member.filename and wanted(_name(member))


def _count_before_opening(archive: Path) -> None:
    """Reads the archive's last record alone: its list of members may be longer than memory."""
    with archive.open("rb") as file:
        file.seek(max(0, archive.stat().st_size - _LONGEST_END))
        ending = file.read()
    at = ending.rfind(_END)
    if at < 0:
        raise _refused(archive, "", "zip")
    members, size = struct.unpack_from("<HI", ending, at + 10)
    if members > MOST_MEMBERS or size > MOST_MEMBERS * _LARGEST_ENTRY:
        raise _refused(archive, "", "zip members")


def _checked_members(opened: zipfile.ZipFile, archive: Path) -> list[zipfile.ZipInfo]:
    members = [member for member in opened.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise _refused(archive, str(len(members)), "zip members")
    paths: set[str] = set()
    for member in members:
        rule = _broken_rule(member, paths)
        if rule:
            raise _refused(archive, member.filename[:LONGEST_NAME], rule)
        paths.add(member.filename)
    return members


def _broken_rule(member: zipfile.ZipInfo, seen: set[str]) -> str:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in member.filename:
        return "zip path"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "zip link"
    if member.flag_bits & 1:
        return "zip encrypted"
    is_usable = path.name and member.filename.isprintable()
    if not is_usable or len(os.fsencode(path.name)) > LONGEST_NAME:
        return "zip name"
    return "zip names" if member.filename in seen else ""


class _Unpacking:
    """Counts the bytes that come out: the size that the archive states is not believed."""

    def __init__(self, archive: Path, into: Path) -> None:
        self.archive = archive
        self.into = into
        self.left = max(SMALL_ALTOGETHER, archive.stat().st_size * HIGHEST_RATIO)

    def all(self, opened: zipfile.ZipFile, members: Iterator[zipfile.ZipInfo]) -> Iterator[Path]:
        for number, member in enumerate(members):
            target = self.into / _name(member)
            if target.exists():
                target = self.into / str(number) / _name(member)
                target.parent.mkdir()
            with opened.open(member) as packed, target.open("xb") as unpacked:
                self._one(member, packed, unpacked)
            yield target

    def _one(self, member: zipfile.ZipInfo, packed: IO[bytes], unpacked: IO[bytes]) -> None:
        left = _most_of(member)
        while chunk := packed.read(_CHUNK):
            left -= len(chunk)
            self.left -= len(chunk)
            if left < 0 or self.left < 0:
                raise _refused(self.archive, member.filename, "zip ratio")
            unpacked.write(chunk)


def _name(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename.replace("\\", "/")).name


_FIXES = {
    "zip": "Send the archive again: it is not a zip, or it is damaged.",
    "zip members": f"Pack at most {MOST_MEMBERS:,} files.",
    "zip path": "Pack the files themselves, without folders above them.",
    "zip link": "Pack the file itself instead of a link to it.",
    "zip encrypted": "Pack the files without a password.",
    "zip name": f"Give the file a name of at most {LONGEST_NAME} letters, without control marks.",
    "zip names": "Pack each file once.",
    "zip ratio": f"Send it unpacked: it is over {HIGHEST_RATIO} times its packed size.",
}


def _refused(archive: Path, value: str, rule: str) -> ExportRefused:
    return ExportRefused(Finding(file=archive.name, value=value, rule=rule, fix=_FIXES[rule]))
