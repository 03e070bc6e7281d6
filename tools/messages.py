"""`./dev messages`: brings the translations up to the texts that people see, and compiles them.

Babel reads Python; Django turns a template into something that Babel can read too.
"""

from __future__ import annotations

import io
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from convergent.configuration import LANGUAGES as SPOKEN

SOURCE = Path(__file__).parent.parent / "src" / "convergent"
LOCALE = SOURCE / "locale"
MEASURES = SOURCE / "facts" / "measures"
CLAIMS = SOURCE / "evidence" / "claims.toml"
SAID_OF_MEASURES = ("title", "why_it_matters", "definition", "says_missing", "owner", "checked_by")
WRITTEN_IN = "en"
LANGUAGES = tuple(one for one in SPOKEN if one != WRITTEN_IN)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
NEVER = datetime(2026, 1, 1, tzinfo=UTC)  # no day of making, so that nothing changes by itself


def texts() -> Catalog:
    """Every text in the source, with the files where it stands."""
    catalog = Catalog(project="Convergent", creation_date=NEVER)
    templates = [*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]
    for path in sorted([*SOURCE.rglob("*.py"), *templates]):
        if "migrations" in path.parts:
            continue
        place = str(path.relative_to(SOURCE))
        for _line, message, _comments, context in _messages(path):
            catalog.add(message, locations=[(place, None)], context=context)
    for path in sorted(MEASURES.glob("*.toml")):
        for message in _said_of_measure(path):
            catalog.add(message, locations=[(str(path.relative_to(SOURCE)), None)])
    for message in _statements():
        catalog.add(message, locations=[(str(CLAIMS.relative_to(SOURCE)), None)])
    return catalog


def _statements() -> list[str]:
    """What the library of claims says."""
    told = tomllib.loads(CLAIMS.read_text(encoding="utf-8"))
    return [one["statement"] for one in told.values()]


def _said_of_measure(path: Path) -> list[str]:
    """What a page shows of a measure's definition."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return [told[name] for name in SAID_OF_MEASURES if told.get(name)]


def _messages(path: Path) -> Iterator[tuple]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        from django.conf import settings
        from django.utils.translation.template import templatize

        settings.configured or settings.configure()
        lines = templatize(text, origin=str(path)).splitlines()
        text = "\n".join(line.lstrip() for line in lines)
    return extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS)


def catalogue(language: str) -> Catalog:
    """The stored catalogue of a language brought up to the source; texts that are gone, leave."""
    path = po_file(language)
    stored = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            stored = read_po(file, locale=language)
    stored.update(texts(), no_fuzzy_matching=True)
    stored.obsolete.clear()
    stored.creation_date = stored.revision_date = NEVER
    return stored


def po_file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def written(catalog: Catalog) -> tuple[bytes, bytes]:
    """The catalogue as a .po and as a .mo file."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalog, width=100, omit_header=False, include_lineno=False, sort_output=True)
    write_mo(mo, catalog)
    return po.getvalue(), mo.getvalue()


def main() -> None:
    for language in LANGUAGES:
        catalog = catalogue(language)
        po, mo = written(catalog)
        po_file(language).parent.mkdir(parents=True, exist_ok=True)
        po_file(language).write_bytes(po)
        po_file(language).with_suffix(".mo").write_bytes(mo)
        missing = sum(1 for message in catalog if message.id and not _is_translated(message))
        sys.stderr.write(f"{language}: {len(catalog)} texts, {missing} not translated\n")


def _is_translated(message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


if __name__ == "__main__":
    main()
