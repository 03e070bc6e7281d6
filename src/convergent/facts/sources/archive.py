"""Opens a zip that nobody vouches for: no links, no paths, no bombs."""

import stat
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from convergent.facts.findings import ExportRefused, Finding

MOST_MEMBERS = 1_000
HIGHEST_RATIO = 200
SMALL_ENOUGH = 10_000_000
_CHUNK = 1 << 20


def unpack(archive: Path, into: Path, *, wanted: Callable[[str], bool]) -> list[Path]:
    """The wanted files of the archive, by name alone, in the folder `into`, which is made."""
    try:
        with zipfile.ZipFile(archive) as opened:
            members = _checked_members(opened, archive)
            into.mkdir(parents=True)
            return [
                _unpack_member(opened, member, into, archive)
                for member in members
                if wanted(_name(member))
            ]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as broken:
        raise _refused(archive, "", "zip") from broken


def _checked_members(opened: zipfile.ZipFile, archive: Path) -> list[zipfile.ZipInfo]:
    members = [member for member in opened.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise _refused(archive, str(len(members)), "zip members")
    names: set[str] = set()
    for member in members:
        rule = _broken_rule(member, names)
        if rule:
            raise _refused(archive, member.filename, rule)
        names.add(_name(member))
    return members


def _broken_rule(member: zipfile.ZipInfo, seen: set[str]) -> str:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in member.filename:
        return "zip path"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "zip link"
    if member.flag_bits & 1:
        return "zip encrypted"
    return "zip names" if _name(member) in seen else ""


def _unpack_member(
    opened: zipfile.ZipFile, member: zipfile.ZipInfo, into: Path, archive: Path
) -> Path:
    """Counts the bytes that come out: the size that the archive states is not believed."""
    target = into / _name(member)
    most = max(SMALL_ENOUGH, member.compress_size * HIGHEST_RATIO)
    written = 0
    with opened.open(member) as packed, target.open("xb") as unpacked:
        while chunk := packed.read(_CHUNK):
            written += len(chunk)
            if written > most:
                raise _refused(archive, member.filename, "zip ratio")
            unpacked.write(chunk)
    return target


def _name(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename.replace("\\", "/")).name


_FIXES = {
    "zip": "Send the archive again: it is not a zip, or it is damaged.",
    "zip members": f"Pack at most {MOST_MEMBERS:,} files.",
    "zip path": "Pack the files themselves, without folders above them.",
    "zip link": "Pack the file itself instead of a link to it.",
    "zip encrypted": "Pack the files without a password.",
    "zip names": "Pack each file once.",
    "zip ratio": f"Send it unpacked: it is over {HIGHEST_RATIO} times its packed size.",
}


def _refused(archive: Path, value: str, rule: str) -> ExportRefused:
    return ExportRefused(Finding(file=archive.name, value=value, rule=rule, fix=_FIXES[rule]))
