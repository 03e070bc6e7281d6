"""The process that tries a restored home: `python -m convergent.upkeep.trial`, asked by JSON.

It works in a home folder that nobody uses yet, brings it up to this version, and says what is
wrong.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from convergent.errors import BadInput, PersonError, WrongSetting


def main() -> None:
    os.umask(0o077)
    asked = json.loads(sys.stdin.read())
    try:
        told = _tried(asked)
    except PersonError as problem:
        told = {"problem": str(problem), "exit_code": problem.exit_code}
    sys.stdout.write(json.dumps(told))


def _tried(asked: dict[str, Any]) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command

    from convergent.audit.chain import breaks
    from convergent.audit.models import AuditRow
    from convergent.records.private_text import refuse_wrong_key

    _refuse_later_version(asked["version"])
    _refuse_other_rows(asked["rows"])
    call_command("migrate", verbosity=0, interactive=False)
    refuse_wrong_key()
    _refuse_broken_chain(list(breaks()))
    _refuse_missing_releases()
    told: dict[str, Any] = {"rows": sum(asked["rows"].values())}
    if asked["restores"]:
        told["removed_again"] = _after_a_restore(asked)
    return told | {"audit_rows": AuditRow.objects.count()}


def _refuse_later_version(version: str) -> None:
    """A table of a later version would be left as it is, and its rules with it."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    unknown = [
        name
        for name in loader.applied_migrations
        if name not in loader.disk_migrations and name not in loader.replacements
    ]
    if unknown:
        raise WrongSetting(
            f"The backup was made by a later version, {version}.", "Install that version first."
        )


def _refuse_other_rows(expected: dict[str, int]) -> None:
    from convergent.upkeep.records import rows_now

    found = rows_now()
    wrong = sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))
    if wrong:
        raise BadInput(
            f"The backup is not what it says: the number of rows differs in {', '.join(wrong)}.",
            "Use another one.",
        )


def _refuse_broken_chain(found: list[Any]) -> None:
    if found:
        raise BadInput(
            f"The audit in the backup was changed: row {found[0].number} {found[0].what}.",
            "Use another one, and find out who could write there.",
        )


def _refuse_missing_releases() -> None:
    from django.conf import settings

    from convergent.releases.files import file_of
    from convergent.releases.models import Release

    for release in Release.objects.all():
        if not file_of(settings.HOME, release.content_hash).exists():
            raise BadInput(
                f"The file of release {release.number} is not in the backup.", "Use another one."
            )


def _after_a_restore(asked: dict[str, Any]) -> int:
    """Who was removed is removed again, everybody is signed out, and the audit tells of it. Returns
    how many were removed again.
    """
    from django.conf import settings
    from django.contrib.sessions.models import Session
    from django.db import transaction
    from django.db.models import F

    from convergent.audit.actions import note_change
    from convergent.audit.models import ChainHead
    from convergent.facts.forgetting import forget_again
    from convergent.learning.measuring import ask_to_draw
    from convergent.people.models import Account

    removed = forget_again(settings.HOME)
    with transaction.atomic():
        head, _ = ChainHead.objects.get_or_create(pk=1, defaults={"number": 0, "hash": "0" * 64})
        told = {"made_at": asked["made_at"], "version": asked["version"]}
        note_change("restore backup", head, by=None, removed_again=removed, **told)
        Account.objects.update(epoch=F("epoch") + 1)
        Session.objects.all().delete()
        ask_to_draw()
    return removed


if __name__ == "__main__":
    main()
