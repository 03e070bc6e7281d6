"""The styles, and the scripts, of the page that a device keeps, each as one file: an installed
page that opens on a slow phone asks for two things instead of thirty. The files stay as they are
written; what is put together here is what other pages load one by one."""

from __future__ import annotations

import hashlib
import posixpath
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

STYLES = (
    *("fonts", "tokens", "base", "frame", "components", "people", "forms", "phone"),
    *("forced_colors", "practice", "print"),
)
ONLY_FOR = {"forced_colors": "(forced-colors: active)", "print": "print"}
SCRIPTS = ("js/drafts.js", "js/offline/shell.js")
USED = re.compile(r'url\("\.\./([^"]+)"\)')
IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)


def version_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def _written(name: str) -> str:
    return Path(str(finders.find(name))).read_text(encoding="utf-8")


def styles() -> str:
    return "\n".join(_styles_of(name) for name in STYLES)


def _styles_of(name: str) -> str:
    """With what it uses under the name that is served; for one medium where it is for one."""
    text = USED.sub(lambda used: f'url("{static(used[1])}")', _written(f"css/{name}.css"))
    return f"@media {ONLY_FOR[name]} {{\n{text}}}\n" if name in ONLY_FOR else text


def script() -> str:
    """Each module in a function of its own, after those that it imports."""
    modules: dict[str, str] = {}
    for name in SCRIPTS:
        _add(name, modules)
    return "\n".join(["const modules = {};", *modules.values()])


def _add(name: str, modules: dict[str, str]) -> None:
    if name in modules:
        return
    text = _written(name)
    near = {said: _beside(name, said) for _names, said in IMPORT.findall(text)}
    for imported in near.values():
        _add(imported, modules)
    body = IMPORT.sub(lambda one: f'const {{{one[1]}}} = modules["{near[one[2]]}"];\n', text)
    exported = ", ".join(found[1] for found in EXPORT.findall(body))
    body = EXPORT.sub(r"\1 \2", body)
    modules[name] = (
        f'modules["{name}"] = await (async () => {{\n{body}\nreturn {{ {exported} }};\n}})();\n'
    )


def _beside(name: str, said: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), said))
