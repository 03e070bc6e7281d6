"""What the web process asks of the confined one, and what it does with the answer."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.facts.confined import confined
from convergent.facts.confinement import Limits
from convergent.facts.findings import ExportRefused
from convergent.records.home import one_of

log = logging.getLogger(__name__)
CHILD = "convergent.priorities.plans.child"
LIMITS = Limits(memory_megabytes=100, other_megabytes=300, seconds=10, file_gigabytes=1)
AT_ONCE = 2
SUFFIXES = (".docx", ".xlsx")


@dataclass(frozen=True)
class PlanRead:
    """The goals of a plan, and what no goal took up."""

    goals: list[dict[str, str]]
    left: list[dict[str, str]]


def read_plan(file: BinaryIO, name: str) -> PlanRead:
    """Raises BadInput for what is no plan, with what to do."""
    with tempfile.TemporaryDirectory() as folder:
        path = _kept(file, name, Path(folder), allowed=SUFFIXES)
        return PlanRead(**_asked({"deed": "read", "path": str(path)}))


def filled(
    template: BinaryIO | None,
    name: str,
    *,
    values: Mapping[str, str],
    priorities: Sequence[Mapping[str, str]],
) -> bytes:
    """The template's document with the priorities in it; without a template, our own."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "filled.docx"
        path = None
        if template is not None:
            path = _kept(template, name, Path(folder), allowed=(".docx",))
        request = {
            "deed": "fill",
            "path": str(path) if path else "",
            "out": str(out),
            "values": dict(values),
            "priorities": [dict(one) for one in priorities],
        }
        _asked(request)
        return out.read_bytes()


def _kept(file: BinaryIO, name: str, folder: Path, *, allowed: tuple[str, ...]) -> Path:
    suffix = Path(name).suffix.lower()
    if suffix not in allowed:
        raise BadInput(
            _("“%(name)s” is no file that can be read here.") % {"name": Path(name).name},
            _("Choose one that ends in %(endings)s.") % {"endings": " / ".join(allowed)},
        )
    path = folder / f"plan{suffix}"
    path.write_bytes(file.read())
    return path


def _asked(request: dict[str, Any]) -> dict[str, Any]:
    with one_of(settings.HOME, "plan", most=AT_ONCE) as is_free:
        if not is_free:
            raise BadInput(
                _("Others are having their plans read just now."), _("Try again in a minute.")
            )
        return _answer(request)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        with confined(
            CHILD, limits=LIMITS, progress=lambda *_: None, cancelled=lambda: False
        ) as child:
            child.begin(request)
            return next(child.answers())
    except ExportRefused as refused:
        raise _in_words(refused) from None
    except RuntimeError:  # its words may quote the document
        log.error("the process that reads plans ended without an answer")
        raise _damaged() from None


def _in_words(refused: ExportRefused) -> BadInput:
    """What is wrong with the file, and what to do."""
    first = refused.findings[0]
    if first.rule == "placeholder":
        return BadInput(
            _("The form has a placeholder that we do not know: %(name)s.") % {"name": first.value},
            _("Use one of those on this page."),
        )
    if first.rule == "document":
        return _damaged()
    return BadInput(
        _("This file cannot be opened safely: it is too large, or holds what it should not."),
        _("Copy its text into a new document, and choose that one."),
    )


def _damaged() -> BadInput:
    return BadInput(
        _("This is no Word document and no Excel workbook, or it is damaged."),
        _("Open it in Word or Excel, save it again, and choose it once more."),
    )
