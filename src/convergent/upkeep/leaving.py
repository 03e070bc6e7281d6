"""Everything that a district owns, in open forms: Records as JSON Lines, facts as Parquet.

Private text stays behind, as in any other export: it belongs to those who wrote it. So do
passwords, second factors and sessions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from convergent.audit.actions import note_change
from convergent.audit.models import ChainHead
from convergent.facts.measures.folders import measures_folder
from convergent.facts.snapshot import Snapshot, current_snapshot, write_whole
from convergent.facts.tables import TABLES
from convergent.records.privacy import Privacy
from convergent.releases.files import FOLDER as RELEASES
from convergent.upkeep.copying import copy_file, described, files_below, flush_folders

STAYS = {Privacy.PRIVATE, Privacy.SECRET}
OF_THE_PROGRAM = {"search.Built", "search.Entry", "sign_in.CacheEntry"}
CHUNK = 2_000
README = """\
Everything that this installation of Convergent held on {day}, in open forms.

records/    one file for each kind of record, a JSON object a line (JSON Lines, UTF-8).
            fields.json says what each kind and each field is, and what stayed behind.
facts/      what was loaded and served, a Parquet file for each table; columns.json describes them.
measures/   what was worked out of it, as Parquet.
releases/   what was released, as Parquet; records/releases.release.jsonl says what each is.
SHA256SUMS  a hash of each file: sha256sum --check SHA256SUMS

Private text, such as handovers and working notes, is not here: its readers take along what they
need while they can sign in. Neither are passwords, second factors, sessions and tokens. All the
rest is about real people, some of them children: keep it as carefully as the installation itself.
"""


@dataclass(frozen=True)
class Taken:
    """Rows of each kind of record, and the number of tables of facts."""

    records: Mapping[str, int]
    facts: int


@transaction.atomic
def take_everything(folder: Path, *, day: str) -> Taken:
    """Writes it into an empty folder; the audit has a row of it first."""
    head, _ = ChainHead.objects.get_or_create(pk=1, defaults={"number": 0, "hash": "0" * 64})
    note_change("take everything along", head, by=None)
    home = Path(settings.HOME).resolve()
    kept = list(_kinds())
    records = {model._meta.label_lower: _write(model, folder / "records") for model in kept}
    fields = {model._meta.label_lower: _described(model) for model in kept}
    _write_json(folder / "records" / "fields.json", fields)
    facts = _copy_facts(current_snapshot(home), folder)
    for file in files_below(home / RELEASES):
        copy_file(file, folder / RELEASES / file.name)
    (folder / "README.txt").write_text(README.format(day=day), encoding="utf-8")
    _write_sums(folder)
    flush_folders(folder)
    return Taken(records, facts)


def _kinds() -> Iterator[Any]:
    """Every model of ours, with those that join two of them."""
    for model in apps.get_models(include_auto_created=True):
        is_ours = model.__module__.startswith("convergent.")
        if is_ours and model._meta.managed and model._meta.label not in OF_THE_PROGRAM:
            yield model


def _taken(model: Any) -> list[Any]:
    return [one for one in model._meta.concrete_fields if model.privacy[one.name] not in STAYS]


def _write(model: Any, folder: Path) -> int:
    """How many rows there were."""
    folder.mkdir(mode=0o700, exist_ok=True)
    names = [one.attname for one in _taken(model)]
    rows = model._base_manager.order_by("pk").values(*names).iterator(chunk_size=CHUNK)
    written = 0
    with (folder / f"{model._meta.label_lower}.jsonl").open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n")
            written += 1
    return written


def _described(model: Any) -> dict[str, Any]:
    stays = [one.name for one in model._meta.concrete_fields if model.privacy[one.name] in STAYS]
    return {
        "means": " ".join((model.__doc__ or "").split()),
        "fields": {one.attname: _field(model, one) for one in _taken(model)},
        "stays_behind": stays,
    }


def _field(model: Any, field: models.Field[Any, Any]) -> dict[str, str]:
    told = {"kind": field.get_internal_type(), "privacy": str(model.privacy[field.name])}
    if field.help_text:
        told["note"] = str(field.help_text)
    if field.related_model:
        told["refers_to"] = field.related_model._meta.label_lower
    return told


def _copy_facts(serving: Snapshot | None, folder: Path) -> int:
    if serving is None:
        return 0
    for file in files_below(serving.folder):
        copy_file(file, folder / "facts" / file.name)
    for file in files_below(measures_folder(serving)):
        copy_file(file, folder / "measures" / file.name)
    found = [one for one in TABLES if serving.table(one.name).exists()]
    columns = {one.name: {column.stored: column.kind for column in one.kept} for one in found}
    _write_json(folder / "facts" / "columns.json", columns)
    return len(found)


def _write_json(file: Path, told: Mapping[str, Any]) -> None:
    write_whole(file, json.dumps(told, indent=1, ensure_ascii=False))


def _write_sums(folder: Path) -> None:
    files = list(files_below(folder))
    lines = (f"{described(one).sha256}  {one.relative_to(folder)}\n" for one in files)
    write_whole(folder / "SHA256SUMS", "".join(lines))
