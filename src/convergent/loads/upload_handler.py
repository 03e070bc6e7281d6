"""Files in a request are taken from keepers of data alone, and not more than the setting allows.

Anybody else's are read past and never stored, whatever the address.
"""

from __future__ import annotations

from typing import IO, Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from convergent.people.access.district import why_keep_district

MEGABYTE = 1 << 20


class OnlyForKeepers(FileUploadHandler):
    """Stands before Django's own handlers; what is too large is told by `request.is_too_large`."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],  # noqa: ARG002
        META: dict[str, str],  # noqa: ARG002, N803
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        viewer = getattr(self.request, "viewer", None)
        self.is_keeper = viewer is not None and why_keep_district(viewer) is not None
        most = settings.CONFIGURATION.upload_megabytes * MEGABYTE
        self.is_too_large = content_length > most
        self.request.is_too_large = self.is_keeper and self.is_too_large  # type: ignore[union-attr]

    def new_file(self, *args: Any, **named: Any) -> None:
        super().new_file(*args, **named)
        if self.is_too_large or not self.is_keeper:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> bytes:
        return raw_data

    def file_complete(self, _file_size: int) -> None:
        return None
