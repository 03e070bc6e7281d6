"""Reads `matrix.txt`, the hand-written table of who is answered how. It knows no access rule."""

from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).with_name("matrix.txt")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass
class Route:
    """One route: to whom it opens, and its rows by method, target and persona."""

    name: str
    path: str
    opens_to: str
    rows: dict = field(default_factory=dict)

    @property
    def methods(self):
        named = {method for method, _target, _persona in self.rows}
        return named | ({"HEAD"} if "GET" in named else set())

    @property
    def has_page(self):
        return any(method == "GET" and word == "page" for (method, *_), word in self.rows.items())

    @property
    def targets(self):
        return list(dict.fromkeys(target for _method, target, _persona in self.rows))

    def is_tried(self, method, target, persona, table):
        """Whether the short form tries it: whatever acts, and one of what is answered alike."""
        if ":" in target or (method, target, persona) in self.rows:
            return any(row[:2] == (method, target) for row in self.rows)
        is_first = target == self.targets[0]
        if method == "HEAD" or method not in self.methods:
            return is_first and persona in table.groups["few"]
        if is_first:
            return True
        is_asked_once = method == "GET" and "POST" in self.methods and target != "nobody"
        return persona not in table.groups["alike"] and not is_asked_once

    def is_tried_again(self, method, target, persona, table):
        """Whether it is tried on a second database too: whatever acts, and what a few are told."""
        acts = self.rows.get((method, target, persona)) == "done"
        is_asked = acts or persona in table.groups["few"]
        return is_asked and self.is_tried(method, target, persona, table)

    def _said_of(self, method, target):
        """What stands behind a colon is posted, and changes nothing for the other methods."""
        is_named = any(row[:2] == (method, target) for row in self.rows)
        return target if is_named else target.split(":")[0]

    def answer(self, method, target, persona, table):
        """The answer that the table gives: a row's, or else the default of who it opens to."""
        named = "GET" if method == "HEAD" and ("HEAD", target, persona) not in self.rows else method
        row = (named, self._said_of(named, target), persona)
        if row in self.rows:
            return self.rows[row]
        if self.opens_to == "nobody":
            return "not-there"
        if persona in table.groups["outside"] and self.opens_to != "anyone":
            return "sign-in"
        if self.opens_to == "keepers" and persona not in table.groups["keepers"]:
            return "not-there"
        if method not in self.methods:
            return "no-method"
        return "set-up" if persona == "unsecured" else "not-there"


@dataclass
class Table:
    groups: dict = field(default_factory=dict)
    secrets: dict = field(default_factory=dict)
    routes: dict = field(default_factory=dict)

    def personas(self, *names):
        """Personas by name or by group; a name after a minus is left out."""
        found = []
        for name in names:
            plain = name.lstrip("-")
            members = self.groups.get(plain, [plain])
            if name.startswith("-"):
                found = [one for one in found if one not in members]
            else:
                found += [one for one in members if one not in found]
        return found


def read_table(file=FILE):
    table, route = Table(), None
    for line in file.read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        if words[0] == "group":
            table.groups[words[1]] = table.personas(*words[3:])
        elif words[0] == "secret":
            _secret(table, words)
        elif line[0] != " ":
            route = Route(words[0], words[1], words[2])
            assert route.name not in table.routes, f"two sections for {route.name}"
            table.routes[route.name] = route
        else:
            _row(table, route, words)
    return table


def _secret(table, words):
    """`secret NAME  ROUTE @TARGET PERSONA…`: who alone reads that text, and on which page."""
    _, name, route, target, *personas = words
    allowed = table.secrets.setdefault(name, set())
    allowed |= {(route, target[1:], persona) for persona in table.personas(*personas)}


def _row(table, route, words):
    methods = words.pop(0).split(",")
    targets = []
    while words[0].startswith("@"):
        targets.append(words.pop(0)[1:])
    answer, *personas = words
    for method in methods:
        for target in targets or [""]:
            for persona in table.personas(*personas):
                key = method, target, persona
                assert key not in route.rows, f"{route.name}: two rows for {key}"
                route.rows[key] = answer
