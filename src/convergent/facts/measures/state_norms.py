"""The state's norms, by which growth is told where a setting names a file of saved models."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from convergent.errors import WrongSetting

if TYPE_CHECKING:
    from convergent.analysis.growth.matrices import Norms


@dataclass(frozen=True)
class StateNorms:
    """A file of saved models; `stamp` tells one text of it from another, so that measures by an
    earlier one are worked out anew.
    """

    file: str
    stamp: str

    @classmethod
    def named(cls, file: str) -> StateNorms | None:
        """None where no file is named. One that cannot be read is refused when it is needed."""
        if not file:
            return None
        try:
            found = Path(file).stat()
        except OSError:
            return cls(file, "")
        return cls(file, f"{found.st_size} {found.st_mtime_ns}")

    def norms(self) -> Norms:
        """The models. Raises WrongSetting."""
        # Every process knows this setting, and the worker alone needs what reads the file.
        from convergent.analysis.growth.matrices import Norms, WrongMatrices

        try:
            return Norms.from_text(Path(self.file).read_text(encoding="utf-8"))
        except OSError as wrong:
            raise WrongSetting(
                f"growth_norms: {self.file} cannot be read ({wrong.strerror}).",
                "Name a file of saved models, or leave the setting out.",
            ) from None
        except (WrongMatrices, UnicodeDecodeError) as wrong:
            raise WrongSetting(
                f"growth_norms: {self.file} is no file of saved models: {wrong}.",
                "Make one with convergent growth --save-matrices.",
            ) from None


def called(norms: Norms, names: dict[str, str]) -> Norms:
    """The models of some subjects, each called otherwise; `names` are by what they are called."""
    from convergent.analysis.growth.matrices import Norms

    return Norms(
        tuple(
            replace(model, subject=name)
            for name, subject in names.items()
            for model in norms.matrices
            if model.subject == subject
        )
    )
