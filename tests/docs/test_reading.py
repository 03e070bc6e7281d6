"""What a reader meets: links that lead somewhere, pictures, pages that stay short, our words."""

import re
import tomllib

import pytest
from django.apps import apps

from convergent.people.models import PlaceKind
from convergent.people.role_kinds import KINDS
from tests.docs.blocks import PAGES, ROOT, name_of

LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset|href)=\"([^\"]+)\"")
FORBIDDEN = {
    "a machine's path": re.compile(r"(?<![\w.:/])/(?:work|root|farm|home|tmp)/"),
    "a registry's address": re.compile(r"https?://[\w.-]*(?:pypi|registry|proxy)[\w.-]*"),
    "a folder beside the repository": re.compile(r"\.\./shared|\bDOMAIN\.md|\bDESIGN\.md"),
    "the word user": re.compile(r"(?<![`\w.])[Uu]sers?\b(?![.`\w])"),
}
GLOSSARY = (ROOT / "docs/reference/glossary.md").read_text(encoding="utf-8")
every_page = pytest.mark.parametrize("document", PAGES, ids=name_of)
pytestmark = pytest.mark.without_records


def headings(page):
    text = page.read_text(encoding="utf-8")
    found = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in found}


def without_code(text):
    return re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)


@every_page
def test_links_and_pictures_lead_somewhere(document):
    wrong = []
    for one, other in LINK.findall(without_code(document.read_text(encoding="utf-8"))):
        target, _, part = (one or other).partition("#")
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        file = (document.parent / target).resolve() if target else document
        if not file.exists() or (part and part not in headings(file)):
            wrong.append(one or other)
    assert wrong == []


@every_page
def test_page_is_linked_from_another(document):
    others = [other for other in PAGES if other != document]
    targets = {
        (other.parent / (one or two).partition("#")[0]).resolve()
        for other in others
        for one, two in LINK.findall(other.read_text(encoding="utf-8"))
    }
    assert document in targets or document.parent in targets or document.name == "README.md"


@every_page
def test_page_holds_no_forbidden_word(document):
    text = without_code(document.read_text(encoding="utf-8"))
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize(
    ("pattern", "most"), [("README.md", 60), ("ARCHITECTURE.md", 80), ("docs/decisions/*.md", 40)]
)
def test_page_stays_short(pattern, most):
    lengths = {page.name: len(page.read_text().splitlines()) for page in ROOT.glob(pattern)}
    assert {name: lines for name, lines in lengths.items() if lines > most} == {}


def test_every_picture_is_shown_somewhere():
    shown = {
        (page.parent / (one or other)).resolve()
        for page in PAGES
        for one, other in LINK.findall(page.read_text(encoding="utf-8"))
    }
    assert {path.name for path in (ROOT / "docs/images").iterdir() if path not in shown} == set()


def test_pictures_stay_small():
    sizes = {path.name: path.stat().st_size for path in (ROOT / "docs/images").iterdir()}
    assert {name: size for name, size in sizes.items() if size > 200_000} == {}


def test_every_role_is_in_the_glossary():
    names = [str(kind.name) for kind in KINDS.values()]
    assert [name for name in names if f"| **{name}** |" not in GLOSSARY] == []


def test_every_model_is_in_the_glossary():
    models = [
        model.__name__
        for config in apps.get_app_configs()
        if config.name.startswith("convergent.")
        for model in config.get_models()
    ]
    assert [name for name in models if f"`{name}`" not in GLOSSARY] == []


def test_every_kind_of_place_is_in_the_glossary():
    assert [kind for kind in PlaceKind if f"| **{kind}** |" not in GLOSSARY] == []


def test_layers_stand_in_the_architecture_as_they_are_checked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {one["name"]: one for one in project["tool"]["importlinter"]["contracts"]}
    architecture = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for name in ("Layers", "Within loads"):
        layers = [_drawn(one) for one in reversed(contracts[name]["layers"])]
        assert " < ".join(layers) in architecture


def _drawn(layer):
    """Rooms that stand beside each other are drawn in braces."""
    rooms = [f"`{one.removeprefix('convergent.')}`" for one in layer.split(" | ")]
    return rooms[0] if len(rooms) == 1 else "{" + ", ".join(rooms) + "}"


def test_every_test_that_a_document_names_exists():
    named = [
        found
        for page in PAGES
        for found in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page.read_text(encoding="utf-8"))
    ]
    assert named
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).exists() or f"def {name}(" not in (ROOT / path).read_text()
    ]
    assert missing == []
