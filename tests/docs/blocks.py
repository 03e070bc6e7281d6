"""The documents, and the blocks of code in them with the note that stands before each."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCED = re.compile(
    r"^(?:<!-- (?P<note>[^\n]*?) -->\n)?```(?P<language>\w*)\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Block:
    page: Path
    line: int
    note: str
    language: str
    text: str

    def __str__(self):
        return f"{name_of(self.page)}:{self.line}"

    @property
    def is_run(self):
        return not self.note.startswith("not run: ")


def name_of(page):
    return str(page.relative_to(ROOT))


def blocks_of(page):
    text = page.read_text(encoding="utf-8")
    return [
        Block(
            page,
            text[: found.start("language")].count("\n") + 1,
            found["note"] or "",
            found["language"],
            found["text"],
        )
        for found in FENCED.finditer(text)
    ]


def blocks(*languages):
    found = [block for page in PAGES for block in blocks_of(page)]
    return [block for block in found if not languages or block.language in languages]


def clone_into(folder):
    """What a fresh clone holds, as far as the documents' commands need it; installed already."""
    folder.mkdir()
    shutil.copy2(ROOT / "dev", folder / "dev")
    for name in (".venv", "src", "docs", "tests", "requirements.txt", "requirements-dev.txt"):
        (folder / name).symlink_to(ROOT / name)
    return folder
