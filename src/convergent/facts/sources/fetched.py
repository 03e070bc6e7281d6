"""Sources that are asked over the network: their TOML files among the paths that a person gave."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from convergent.facts.confinement import Limits
from convergent.facts.findings import Finding
from convergent.facts.progress import Progress
from convergent.facts.snapshot import facts_folder
from convergent.facts.sources.oneroster_rest import Fetched, fetch, kept_until

SOURCE_SUFFIX = ".toml"


@dataclass(frozen=True)
class Given:
    """The paths to load, with a folder of files in place of each source that was asked."""

    paths: tuple[Path, ...]
    fetched: tuple[Fetched, ...]

    @property
    def notices(self) -> tuple[Finding, ...]:
        return tuple(notice for one in self.fetched for notice in one.notices)

    def remember(self) -> None:
        """To be called when what was fetched serves: the next fetch brings what changed since."""
        for one in self.fetched:
            one.remember()


def is_source(path: Path) -> bool:
    return path.suffix.lower() == SOURCE_SUFFIX and path.is_file()


def fetch_sources(
    paths: Sequence[Path],
    *,
    home: Path,
    into: Path,
    now: datetime,
    full: bool,
    limits: Limits,
    holding: tuple[int, ...],
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Given:
    """With `full` everything, also what was loaded before. Raises ExportRefused where a source
    cannot be asked, and Cancelled.
    """
    given: list[Path] = []
    fetched: list[Fetched] = []
    for number, path in enumerate(paths):
        if not is_source(path):
            given.append(path)
            continue
        folder = into / str(number)
        folder.mkdir(parents=True)
        done = fetch(
            path,
            into=folder,
            state=_memory(home) / path.stem,
            now=now,
            full=full,
            limits=limits,
            holding=holding,
            progress=progress,
            cancelled=cancelled,
        )
        fetched.append(done)
        given.append(folder)
    return Given(tuple(given), tuple(fetched))


def goes_on_until(name: str, home: Path) -> datetime | None:
    """Until when the next fetch of this source goes on where one that failed stopped; none where
    it begins anew.
    """
    return kept_until(_memory(home) / Path(name).stem)


def forget_fetches(home: Path) -> None:
    """The next fetch of every source brings everything."""
    shutil.rmtree(_memory(home), ignore_errors=True)


def _memory(home: Path) -> Path:
    return facts_folder(home) / "sources"
