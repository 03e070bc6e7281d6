"""The machine's own troubles, told in one sentence: a database or a disk that does not answer."""

from __future__ import annotations

import errno

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection

from convergent.errors import PersonError, WrongSetting

OF_THE_DISK = {
    errno.ENOSPC: "Make room on that disk.",
    errno.EDQUOT: "Make room: this account's share of that disk is used up.",
    errno.EROFS: "Let this account write there.",
    errno.EACCES: "Let this account read and write there.",
    errno.EPERM: "Let this account read and write there.",
    errno.EIO: "Have that disk looked at.",
    errno.ENOTDIR: "Name a folder.",
    errno.EEXIST: "Name a folder.",
}


def told(problem: Exception) -> PersonError | None:
    """What a person can mend; None for what is our bug and stays loud."""
    if isinstance(problem, OperationalError):
        return _of_records(problem)
    if isinstance(problem, OSError) and problem.errno in OF_THE_DISK:
        where = f"{problem.filename}: " if problem.filename else ""
        return WrongSetting(f"{where}{problem.strerror}.", OF_THE_DISK[problem.errno])
    return None


def refuse_unreachable_records() -> None:
    """Raises WrongSetting if the database does not answer, or its file holds something else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as problem:
        raise _of_records(problem) from None


def _of_records(problem: DatabaseError) -> WrongSetting:
    reason = (str(problem).strip().splitlines() or [type(problem).__name__])[0].rstrip(".")
    if connection.vendor == "sqlite":
        return WrongSetting(
            f"Records in {settings.DATABASES['default']['NAME']} cannot be used: {reason}.",
            "See that this account may write there, that the disk has room, and that the file "
            "is the one that Convergent made.",
        )
    return WrongSetting(
        f"The database of DATABASE_URL cannot be used: {reason}.",
        "Start it, or set DATABASE_URL to the right address.",
    )
