"""Workbooks to read, whole and altered."""

import zipfile

import pytest
from openpyxl import Workbook
from tests.facts.forms.exports import found

from convergent.facts.findings import ExportRefused
from convergent.facts.sources.workbook import sheets_of


def workbook_of(path, rows, title="Sheet"):
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def refusal(path, tmp_path):
    with pytest.raises(ExportRefused) as refused:
        list(sheets_of(path, tmp_path / "inbox"))
    return found(refused.value.findings)


def rebuilt(path, change):
    """The workbook with its parts changed, each a text by its name."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def repacked(path, name, text):
    """The workbook with one of its parts changed."""
    return rebuilt(path, lambda parts: parts.update({name: text(parts[name])}))
