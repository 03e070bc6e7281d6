"""Opens a file that was packed with gzip, counting what comes out of it."""

import gzip
import zlib
from pathlib import Path

from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.sources.archive import HIGHEST_RATIO, SMALL_ENOUGH

_MARK = b"\x1f\x8b"
_CHUNK = 1 << 20


def is_gzipped(path: Path) -> bool:
    with path.open("rb") as file:
        return path.suffix.lower() == ".gz" or file.read(2) == _MARK


def gunzip(path: Path, into: Path) -> Path:
    """The file that was packed, in the folder `into`, which is made; its own name is not believed.

    Raises ExportRefused for a damaged file, and one that unpacks to more than is likely.
    """
    into.mkdir(parents=True)
    target = into / (path.stem if path.suffix.lower() == ".gz" else path.name)
    left = max(SMALL_ENOUGH, path.stat().st_size * HIGHEST_RATIO)
    try:
        with gzip.open(path) as packed, target.open("xb") as unpacked:
            while chunk := packed.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise _refused(path, "gzip ratio")
                unpacked.write(chunk)
    except (gzip.BadGzipFile, EOFError, zlib.error) as broken:
        raise _refused(path, "gzip") from broken
    return target


_FIXES = {
    "gzip": "Send the file again: it is not gzip, or it is damaged.",
    "gzip ratio": f"Send it unpacked: it is over {HIGHEST_RATIO} times its packed size.",
}


def _refused(path: Path, rule: str) -> ExportRefused:
    return ExportRefused(Finding(file=path.name, rule=rule, fix=_FIXES[rule]))
