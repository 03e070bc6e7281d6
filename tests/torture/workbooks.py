"""Damaged Excel workbooks: parts cut off, entities, links elsewhere, sizes beyond all measure."""

import io
import re
import zipfile
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook

from convergent.facts.sources.spreadsheet import write_workbook

SCHOOLS = (("101", "Lincoln", "Harbor City", "harbor"), ("102", "Oak", "Harbor City", "harbor"))
STAFF = (("e1", "Rosa", "Principal", "101", "Medina"), ("e2", "Elena", "Coach", "102", "Alvarez"))
DECLARED = (
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">',
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    b'<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///dev/zero"> %p;]>',
    b'<?xml-stylesheet href="file:///etc/passwd"?>',
)
FAR = (b"A1:XFD1048576", b"A1:ZZZZ99999999999", b"A0:A0", b"", b"XFD1048576", b"A1:A-1")
VALUES = (
    *(b"99999999", b"-1", b"1e999", b"NaN", b"", b"&#0;", b"&#xFFFF;", b"0" * 70_000, b"x"),
    *(b"2958466", b"-693594", b"\xff\xfe", b"]]>", b"=cmd|'/c calc'!A1"),
)
TYPES = (b"s", b"b", b"d", b"e", b"n", b"str", b"inlineStr", b"z")


def workbook():
    """Our template with a few rows, as bytes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "start.xlsx"
        write_workbook(path)
        filled = load_workbook(path)
        for sheet, rows in (("Schools", SCHOOLS), ("Staff", STAFF)):
            for row in rows:
                filled[sheet].append(row)
        filled.save(path)
        return path.read_bytes()


def spoilt_workbook(chance, content):
    """One part of the workbook damaged, or several; its zip sometimes too."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    for _ in range(chance.choice((1, 1, 2, 4))):
        name = chance.choice(sorted(parts))
        damage = chance.choice(DAMAGES)
        if damage is _gone:
            del parts[name]
        else:
            parts[name] = damage(chance, parts[name])
    if chance.random() < 0.1:
        parts[chance.choice(("../x.xml", "xl/vbaProject.bin", "/etc/x.rels"))] = b"<x/>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return _spoilt_zip(chance, packed.getvalue())


def _spoilt_zip(chance, packed):
    if chance.random() < 0.15:
        at = chance.randrange(len(packed))
        packed = packed[:at] + bytes([chance.randrange(256)]) + packed[at + 1 :]
    if chance.random() < 0.1:
        packed = packed[: chance.randrange(len(packed))]
    return packed


def _gone(chance, part):
    """The part is missing."""


def _cut(chance, part):
    return part[: chance.randrange(len(part) + 1)]


def _flipped(chance, part):
    spoilt = bytearray(part)
    for _ in range(chance.choice((1, 3, 20))):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def _declared(chance, part):
    """A declaration before the root, and what it declares within the text."""
    head, mark, rest = part.partition(b"?>")
    begun, root = (head + mark, rest) if mark else (b"", part)
    said = re.sub(rb">(\w)", rb">&a;\1", root, count=3)
    return begun + chance.choice(DECLARED) + chance.choice((root, said))


def _far(chance, part):
    """Dimensions, rows and cells at the end of the world."""
    far = chance.choice(FAR)
    part = re.sub(rb'ref="[^"]*"', b'ref="' + far + b'"', part)
    place = chance.choice((b"XFD1048576", b"A999999999999", b"ZZZZZ1", b"1A", b""))
    part = re.sub(rb'(<c r=")[^"]*"', rb"\g<1>" + place + b'"', part, count=1)
    row = chance.choice((b"1048577", b"0", b"-5", b"99999999999999999999"))
    return re.sub(rb'(<row r=")[^"]*"', rb"\g<1>" + row + b'"', part, count=1)


def _other_value(chance, part):
    value = chance.choice(VALUES)
    return re.sub(rb"<v>[^<]*</v>", lambda _: b"<v>" + value + b"</v>", part, count=3)


def _other_type(chance, part):
    kind = chance.choice(TYPES)
    return re.sub(rb'\bt="[^"]*"', b't="' + kind + b'"', part, count=3)


def _formula(chance, part):
    formula = chance.choice((b"<f>1+1</f>", b'<f t="array" ref="A1:XFD9">1</f>', b"<f/>"))
    return part.replace(b"<v>", formula + b"<v>", chance.choice((1, -1)))


def _deep(chance, part):
    """Elements within elements, or a sheet of many rows."""
    deep = b"<a>" * 20_000 + b"</a>" * 20_000
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row>' * chance.choice((2_000, 20_000))
    return part.replace(b"<sheetData>", b"<sheetData>" + chance.choice((deep, rows)), 1)


def _bomb(chance, part):
    """Some megabytes of nothing, which pack to almost none."""
    return part + b" " * chance.choice((1 << 20, 12 << 20))


def _other_link(chance, part):
    target = chance.choice((b"../../../etc/passwd", b"/xl/workbook.xml", b"", b"file:///dev/zero"))
    return re.sub(rb'Target="[^"]*"', b'Target="' + target + b'"', part, count=2)


def _other_encoding(chance, part):
    with suppress(UnicodeError):
        return part.decode("utf-8").encode(chance.choice(("utf-16", "utf-7", "cp037", "utf-32")))
    return part


DAMAGES = (
    *(_gone, _cut, _flipped, _declared, _far, _other_value, _other_type, _formula, _deep, _bomb),
    *(_other_link, _other_encoding),
)
