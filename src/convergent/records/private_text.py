"""Text that only named readers may read: encrypted, its key kept outside the database."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import models

from convergent.errors import WrongSetting

KEY_FILE = "private_text.key"


class PrivateTextField(models.TextField):  # type: ignore[type-arg]
    """A text that the database holds only as a Fernet token; it cannot be searched or sorted.

    The key file holds one key a line; the first one encrypts, all of them decrypt, so a key is
    rotated by adding a line on top. A running process takes a new line up by itself; `rewriting`
    writes anew what an older key had written.
    """

    def deconstruct(self) -> Any:
        """A migration sees an ordinary text column, and so imports none of our code."""
        name, _path, arguments, named = super().deconstruct()
        return name, "django.db.models.TextField", arguments, named

    def get_prep_value(self, value: Any) -> str | None:
        text = super().get_prep_value(value)
        return None if text is None else _box().encrypt(text.encode()).decode()

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        if value is None:
            return None
        return read_token(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise TypeError("private text cannot be searched")


def read_token(token: str) -> str:
    """The text; raises WrongSetting where no key of this home folder reads it."""
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken:
        raise WrongSetting(
            "A private text cannot be read with the key of this home folder.",
            f"Put the key that wrote it back into keys/{KEY_FILE}.",
        ) from None


def has_older_keys() -> bool:
    return len(_file().read_text(encoding="ascii").split()) > 1


def is_newest(token: str) -> bool:
    """Whether the key that encrypts now wrote it."""
    newest = Fernet(_file().read_text(encoding="ascii").split()[0])
    try:
        newest.decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def _file() -> Path:
    return Path(settings.KEYS_FOLDER) / KEY_FILE


def _box() -> MultiFernet:
    file = _file()
    return _box_of(file, file.stat().st_mtime_ns if file.exists() else 0)


def refuse_wrong_key() -> None:
    """Raises WrongSetting if the newest text of any private field was written with another key."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, PrivateTextField):
                written = model._base_manager.exclude(**{f"{field.name}__isnull": True})
                written.order_by("-pk").values_list(field.name, flat=True).first()


def check_keys(path: Path) -> None:
    """Raises WrongSetting unless the file holds keys, each of them whole."""
    _read_keys(path)


def _read_keys(path: Path, _changed: int = 0) -> MultiFernet:
    try:
        return MultiFernet([Fernet(line) for line in path.read_text(encoding="ascii").split()])
    except FileNotFoundError:
        what = "is missing"
    except OSError as problem:
        what = f"cannot be read ({problem.strerror})"
    except ValueError:
        what = "is damaged"
    raise WrongSetting(
        f"The key for private text {what}: {path}.", "Restore it from your key backup."
    )


_box_of = lru_cache(maxsize=4)(_read_keys)
