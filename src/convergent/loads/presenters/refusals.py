"""Why files were refused before a row was read: a sentence for each file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convergent.loads.models import Load
from convergent.loads.presenters.rules import rule_words

NOT_TEXT = "text of columns"

_KINDS_OF_FILE: Mapping[str, Promise] = {
    **dict.fromkeys(
        (".jpg", ".jpeg", ".png", ".gif", ".heic", ".tif", ".tiff", ".webp"),
        gettext_lazy("%(file)s is a picture."),
    ),
    ".pdf": gettext_lazy("%(file)s is a PDF."),
    **dict.fromkeys(
        (".doc", ".docx", ".odt", ".rtf", ".pages"),
        gettext_lazy("%(file)s is a text document, not a table."),
    ),
    **dict.fromkeys((".ppt", ".pptx", ".odp"), gettext_lazy("%(file)s is a presentation.")),
    **dict.fromkeys(
        (".xls", ".ods", ".numbers"),
        gettext_lazy("%(file)s is a workbook of another kind than .xlsx."),
    ),
    **dict.fromkeys(
        (".7z", ".rar", ".tar", ".gz", ".tgz"),
        gettext_lazy("%(file)s is packed in another way than as a zip."),
    ),
}

_SENTENCES: Mapping[str, Promise] = {
    "an export that is known": gettext_lazy("%(file)s holds no export that Convergent knows."),
    "file known": gettext_lazy("%(file)s holds no columns that Convergent knows."),
    "zip": gettext_lazy("%(file)s is no zip, or it is damaged."),
    "zip in a zip": gettext_lazy("%(file)s is a zip within a zip."),
    "zip encrypted": gettext_lazy("%(file)s is locked with a password."),
    "empty file": gettext_lazy("%(file)s is empty."),
    "workbook": gettext_lazy("%(file)s cannot be opened as a workbook."),
    "heading": gettext_lazy("%(file)s has no heading that Convergent knows."),
    "column present": gettext_lazy("%(file)s lacks a column."),
    "memory of a load": gettext_lazy("What was sent takes more memory than a load may."),
    "time of a load": gettext_lazy("What was sent takes more time than a load may."),
    "at most one district": gettext_lazy("%(file)s names more than one district."),
}


def is_about_file(rule: str) -> bool:
    """Whether it says something about a file as a whole."""
    return rule == NOT_TEXT or rule in _SENTENCES


def refusal_words(load: Load) -> str:
    """“IMG_2041.jpg is a picture.” Of several files the first, and how many more."""
    refused = [one for one in load.files if "rule" in one]
    if not refused:
        rules = ", ".join(f"“{rule_words(rule)}”" for rule in load.faults)
        return _("Refused because of %(rules)s.") % {"rules": rules} if rules else _("Refused.")
    first, more = file_words(refused[0]["file"], refused[0]["rule"]), len(refused) - 1
    if not more:
        return first
    return ngettext(
        "%(first)s One more file was refused too.",
        "%(first)s %(count)s more files were refused too.",
        more,
    ) % {"first": first, "count": more}


def file_words(file: str, rule: str) -> str:
    """What is wrong with a file as a whole."""
    words = _SENTENCES.get(rule)
    if rule == NOT_TEXT:
        words = _KINDS_OF_FILE.get(
            PurePath(file).suffix.lower(), gettext_lazy("%(file)s is no table of text.")
        )
    if words is None:
        return _("%(file)s: %(rule)s.") % {"file": file, "rule": rule_words(rule)}
    return str(words) % {"file": file}
