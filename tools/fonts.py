"""Makes the fonts of printed documents from those of the pages, which browsers alone can read.

`python -m tools.fonts`, whenever a font of the pages changes. The two halves of the Latin letters,
which browsers fetch as they need them, become one file; `letters.txt` holds what all of them show.
"""

from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

SOURCE = Path(__file__).parents[1] / "src/convergent"
PAGES, PRINT = SOURCE / "web/static/fonts", SOURCE / "learning/pictures/fonts"
FACES = {
    "public-sans-{}-400-normal": "Public Sans",
    "public-sans-{}-600-normal": "Public Sans",
    "source-serif-4-{}-600-normal": "Source Serif 4",
}
FAMILY, TYPOGRAPHIC_FAMILY = 1, 16


def main():
    letters = {*range(0x20, 0x2_FFFF)}
    for face, family in FACES.items():
        halves = [PRINT / f"{half}.ttf" for half in ("latin", "latin-ext")]
        for file in halves:
            font = TTFont(PAGES / f"{face.format(file.stem)}.woff2")
            font.flavor = None
            font.save(file)
        whole = Merger().merge([str(file) for file in halves])
        for name in (FAMILY, TYPOGRAPHIC_FAMILY):
            whole["name"].setName(family, name, 3, 1, 0x409)
        whole.save(PRINT / f"{face.format('latin').replace('-latin', '')}.ttf")
        for file in halves:
            file.unlink()
        letters &= {*whole.getBestCmap()}
    (PRINT / "letters.txt").write_text("".join(map(chr, sorted(letters))), encoding="utf-8")


if __name__ == "__main__":
    main()
