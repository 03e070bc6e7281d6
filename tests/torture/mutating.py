"""Damaged exports, read one after another in workers that live long: refused with a place, or read.

A refusal names a file; a finding about a row names its line. Anything else that `prepare` raises is
a crash, and the files that caused it are kept.
"""

import os
import random
import re
import shutil
import tempfile
import zipfile
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path

from convergent.facts.findings import ExportRefused
from convergent.facts.preparing import Request, prepare
from tests.torture.workbooks import spoilt_workbook, workbook

TODAY = date(2026, 11, 19)
TRICKY = (
    *(b'"', b'""', b",", b";", b"\t", b"|", b"\r", b"\n", b"\r\n", b"\0", b"\xff", b"\xc3("),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"'", b"\\", b"=1+1", b" ", b"\xc2\xa0", b"\x1a", b"-1", b"0"),
    *(b"99999999999999999999", b"1e400", b"NaN", b"2026-02-30", b"0001-01-01", b"\xe2\x80\xae"),
)
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252", "utf-32", "cp037", "utf-7")
MOST_MEGABYTES = 1_500


class Crash(AssertionError):
    """What was read made `prepare` do what it must not."""


def torment(seed, originals, folder):
    """One export; returns what came of it, and how many of its files were damaged. Raises Crash."""
    chance = random.Random(seed)
    given = folder / "given"
    shutil.rmtree(given, ignore_errors=True)
    given.mkdir(parents=True)
    path, damaged = _spoilt(chance, originals, given)
    return outcome_of(path, folder / "staging", mappings=given / "mappings"), damaged


def outcome_of(path, staging, *, mappings=None):
    """What comes of reading it. Raises Crash."""
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    request = Request(
        paths=(path,),
        staging=staging,
        serving=None,
        as_of=TODAY,
        mappings=mappings if mappings and mappings.exists() else None,
        memory_megabytes=300,
    )
    return _outcome(request)


def _outcome(request):
    try:
        prepared = prepare(request, progress=lambda step, done, total: None)
    except ExportRefused as refused:
        if not all(finding.file and finding.fix and finding.rule for finding in refused.findings):
            raise Crash(f"a refusal without a place: {refused.findings}") from refused
        return "refused"
    except Exception as crash:
        raise Crash(f"{type(crash).__name__}: {crash}") from crash
    unplaced = [finding for finding in prepared.errors if not _has_place(finding)]
    if unplaced:
        raise Crash(f"an error without a place: {unplaced[0]}")
    if _most_kilobytes() > MOST_MEGABYTES << 10:
        raise Crash("memory")
    return "accepted" if prepared.is_acceptable else "rejected"


def _most_kilobytes():
    """Of this program alone: `ru_maxrss` of a new process begins with what its maker held."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)[1])


def _has_place(finding):
    """A file and what to do; and a line, unless it is about the export as a whole."""
    is_of_all = finding.rule == "at most one district"
    return finding.file and finding.fix and (finding.line or is_of_all or not finding.column)


def _spoilt(chance, originals, given):
    """Files, one or all of them damaged, and how many; now and then in a zip. Of ten exports one is
    a workbook.
    """
    if chance.random() < 0.1:
        path = given / "start.xlsx"
        path.write_bytes(spoilt_workbook(chance, _workbook()))
        return path, 1
    taken = chance.sample(sorted(originals), k=min(len(originals), chance.choice((1, 4, 8, 16))))
    files = {name: originals[name] for name in taken}
    spoilt = taken[: chance.choice((1, len(taken)))]
    for name in spoilt:
        for _ in range(chance.choice((1, 1, 1, 2, 5))):
            files[name] = chance.choice(DAMAGES)(chance, files[name])
    kind = chance.random()
    if kind < 0.10:
        return _zipped(chance, files, given), len(spoilt)
    if kind < 0.14:
        (given / "mappings").mkdir()
        (given / "mappings" / "ours.toml").write_bytes(_mapping(chance))
    inside = given / "export"
    inside.mkdir()
    for name, text in files.items():
        (inside / name).write_bytes(text)
    _oddly_named(chance, inside, files[spoilt[0]])
    return (inside, len(spoilt)) if chance.random() < 0.9 else (inside / spoilt[0], 1)


@cache
def _workbook():
    return workbook()


def _oddly_named(chance, inside, text):
    if chance.random() < 0.05:
        (inside / "link.csv").symlink_to(chance.choice(("/etc/passwd", "nowhere", ".", "link.csv")))
    if chance.random() < 0.05:
        name = chance.choice(
            ("ü’s file.csv", "a" * 200 + ".csv", "-rf.csv", "x'y.csv", "a\nb.csv", '"q".csv')
        )
        (inside / name).write_bytes(text)


def _flipped(chance, text):
    spoilt = bytearray(text)
    for _ in range(chance.choice((1, 1, 3, 20))):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def _sprinkled(chance, text):
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(TRICKY) + text[at + chance.choice((0, 0, 1)) :]
    return text


def _truncated(chance, text):
    return text[: chance.randrange(len(text) + 1)]


def _repeated(chance, text):
    at, size = chance.randrange(len(text) + 1), chance.randrange(1, 400)
    return text[:at] + text[at : at + size] * chance.choice((2, 2, 50)) + text[at + size :]


def _shuffled(chance, text):
    heading, *rows = text.splitlines(keepends=True) or [b""]
    chance.shuffle(rows)
    return heading + b"".join(rows)


def _other_delimiter(chance, text):
    return text.replace(b",", chance.choice((b";", b"\t", b"|", b" ", b",,", b'","')))


def _other_quotes(chance, text):
    return text.replace(b",", chance.choice((b'",', b',"', b"','")), chance.choice((1, 5, -1)))


def _other_encoding(chance, text):
    with suppress(UnicodeError):
        return text.decode("utf-8").encode(chance.choice(ENCODINGS), errors="replace")
    return text


def _other_lines(chance, text):
    return text.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n", b"\n\r", b"", b"\x85")))


def _other_heading(chance, text):
    heading, *rows = text.splitlines(keepends=True) or [b""]
    names = heading.strip().split(b",")
    at = chance.randrange(len(names))
    what = chance.randrange(6)
    if what == 0:
        del names[at]
    elif what == 1:
        names[at] = chance.choice(TRICKY)
    elif what == 2:
        names.append(names[at])
    elif what == 3:
        chance.shuffle(names)
    elif what == 4:
        names = names * 40
    else:
        names[at] = names[at].upper() + b" "
    return b",".join(names) + b"\n" + b"".join(rows)


def _other_value(chance, text):
    rows = text.splitlines(keepends=True)
    if len(rows) > 1:
        at = chance.randrange(1, len(rows))
        values = rows[at].split(b",")
        values[chance.randrange(len(values))] = chance.choice(TRICKY) * chance.choice((1, 1, 3000))
        rows[at] = b",".join(values)
    return b"".join(rows)


def _noise(chance, text):
    return chance.choice(
        (b"", b"\n" * 500, chance.randbytes(3000), b"\0" * 3000, b'"' * 999, b"," * 9999)
    )


DAMAGES = (
    *(_flipped, _sprinkled, _truncated, _repeated, _shuffled, _other_delimiter, _other_quotes),
    *(_other_encoding, _other_lines, _other_heading, _other_value, _noise),
)


def _zipped(chance, files, given):
    archive = given / "export.zip"
    packing = chance.choice(
        (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2)
    )
    with zipfile.ZipFile(archive, "w", packing) as opened:
        for name, text in files.items():
            opened.writestr(_member(chance, name), text)
    if chance.random() < 0.7:
        archive.write_bytes(_flipped(chance, archive.read_bytes()))
    if chance.random() < 0.2:
        archive.write_bytes(_truncated(chance, archive.read_bytes()))
    return archive


def _member(chance, name):
    """Mostly its name; else one that leads elsewhere, a link, or a bomb's."""
    slips = (
        f"../{name}",
        f"/etc/{name}",
        f"..\\{name}",
        f"a/b/{name}",
        f"C:\\{name}",
        "d/" * 90 + name,
    )
    member = zipfile.ZipInfo(chance.choice(slips) if chance.random() < 0.15 else name)
    if chance.random() < 0.05:
        member.external_attr = 0o120777 << 16
    return member


def _mapping(chance):
    """A district's own layout, mostly damaged."""
    text = b'name = "ours"\ntable = "students"\n[columns]\nsourced_id = "ID"\n'
    return chance.choice(DAMAGES)(chance, text)


def bomb(folder):
    """A zip of 300 megabytes of nothing, in a few hundred kilobytes."""
    archive = folder / "bomb.zip"
    with (
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened,
        opened.open("orgs.csv", "w") as member,
    ):
        for _ in range(300):
            member.write(bytes(1 << 20))
    return archive


def worker(seeds, originals, keep):
    """Torments with each seed in turn. Returns how often what came, the seeds that crashed, and how
    many damaged files there were.
    """
    came, crashed, files = {}, [], 0
    with tempfile.TemporaryDirectory(dir=_memory_folder()) as folder:
        for seed in seeds:
            try:
                outcome, damaged = torment(seed, originals, Path(folder))
            except Crash as crash:
                crashed.append(f"seed {seed}: {crash}"[:400])
                kept = keep / str(seed)
                shutil.rmtree(kept, ignore_errors=True)
                shutil.copytree(Path(folder) / "given", kept, symlinks=True)
                outcome, damaged = "crashed", 1
            came[outcome] = came.get(outcome, 0) + 1
            files += damaged
    return came, crashed, files


def _memory_folder():
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
