"""Files in a request are taken from keepers of data, and not more than the setting allows; from
others who work here only by a page that says how large a file it takes (`takes_megabytes`).

Anybody else's are read past and never stored, whatever the address.
"""

from __future__ import annotations

from typing import IO, Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from convergent.people.access.district import why_keep_district

MEGABYTE = 1 << 20


class OnlyWhereTaken(FileUploadHandler):
    """Stands before Django's own handlers; what is too large is told by `request.is_too_large`."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],  # noqa: ARG002
        META: dict[str, str],  # noqa: ARG002, N803
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        most = _most_megabytes(self.request)
        self.may_send = most > 0
        self.is_too_large = self.may_send and content_length > most * MEGABYTE
        self.request.is_too_large = self.is_too_large  # type: ignore[union-attr]

    def new_file(self, *args: Any, **named: Any) -> None:
        super().new_file(*args, **named)
        if self.is_too_large or not self.may_send:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> bytes:
        return raw_data

    def file_complete(self, _file_size: int) -> None:
        return None


def _most_megabytes(request: Any) -> int:
    """0 for whoever may send none to this address."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return 0
    taken = getattr(getattr(request.resolver_match, "func", None), "takes_megabytes", 0)
    if taken:
        return int(taken)
    if why_keep_district(viewer) is None:
        return 0
    return int(settings.CONFIGURATION.upload_megabytes)
