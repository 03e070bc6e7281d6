"""The page of the security standard: each requirement with its tests or its reason.

Requirements and reasons stand in `asvs.txt`; a test says by the marker `asvs` which it shows.
"""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

DOCS = Path(__file__).parent
TESTS = DOCS.parent / "tests"
CHAPTER = re.compile(r"V(\d+) (.+)")
LINE = re.compile(r"(\d+(?:\.\d+){2}) ([12]) (.+)")
REASON = re.compile(r" {4}([a-z ]+): (.+)")
KINDS = {
    "no such thing": "There is nothing here that it could be about.",
    "not yet": "Something is missing; it says what.",
    "refused": "It is decided otherwise; it says why.",
    "yours": "Whoever runs the installation sees to it.",
    "written": "It asks for a document; it says which.",
    "by reading": "Seen in the code, without a test.",
    "also": "What to know beside the tests.",
}
REASONS = [kind for kind in KINDS if kind != "also"]
HEAD = """\
# The security standard, requirement by requirement

The [OWASP Application Security Verification Standard](https://github.com/OWASP/ASVS) 5.0.0, levels
1 and 2: each requirement with the tests that show it, or the reason why none does. A test is named
here because it says so itself, by a marker. The numbers are the standard's, the short words are
ours; for what is asked exactly, read the standard. It is under the licence CC BY-SA 4.0.

Refusals and what is missing are ours to answer for: whoever changes this table signs with the
change.

"""


@dataclass
class Requirement:
    """One line of the standard; `kind` and `why` are empty where its tests say enough."""

    number: str
    level: str
    words: str
    chapter: str
    kind: str = ""
    why: str = ""
    tests: list[str] = field(default_factory=list)

    @property
    def is_answered(self):
        """A remark beside the tests answers nothing by itself."""
        return bool(self.tests) or self.kind not in {"", "also"}


def requirements():
    """Those of `asvs.txt`, in its order, each with its tests."""
    found, chapter = {}, ""
    for line in (DOCS / "asvs.txt").read_text(encoding="utf-8").splitlines():
        if titled := CHAPTER.fullmatch(line):
            chapter = f"V{titled[1]} {titled[2]}"
        elif asked := LINE.fullmatch(line):
            found[asked[1]] = Requirement(*asked.groups(), chapter)
        elif reason := REASON.fullmatch(line):
            last = next(reversed(found.values()))
            last.kind, last.why = reason.groups()
        elif line and not line.startswith("#"):
            raise ValueError(f"asvs.txt: {line}")
    for number, tests in shown().items():
        if number in found:
            found[number].tests = tests
    return list(found.values())


def shown():
    """By number, the tests whose marker names it; read from their text, so none is run."""
    found = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if "mark.asvs" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                test = f"{path.relative_to(TESTS.parent).as_posix()}::{node.name}"
                for number in numbers_of(node):
                    found.setdefault(number, []).append(test)
    return found


def numbers_of(function):
    for one in function.decorator_list:
        if isinstance(one, ast.Call) and ast.unparse(one.func) == "pytest.mark.asvs":
            yield from (ast.literal_eval(argument) for argument in one.args)


def page(table):
    """`table` writes a heading and rows."""
    asked = requirements()
    text = HEAD + table(("Level", "Asked", "Shown by tests", *REASONS), list(counts(asked)))
    text += "\n" + table(("Where no test says enough", "It means"), list(KINDS.items()))
    for chapter in dict.fromkeys(one.chapter for one in asked):
        rows = [row_of(one) for one in asked if one.chapter == chapter]
        text += f"\n## {chapter}\n\n" + table(("", "Level", "What is asked", "Answer"), rows)
    return text


def counts(asked):
    """A requirement counts as shown where its tests need no more than a remark beside them."""
    for level in ("1", "2"):
        of_level = [one for one in asked if one.level == level]
        kinds = [one.kind for one in of_level]
        is_shown = sum(one.kind in {"", "also"} for one in of_level)
        yield level, len(of_level), is_shown, *(kinds.count(kind) for kind in REASONS)


def row_of(one):
    tests = [f"`{test}`" for test in one.tests]
    reason = [f"**{one.kind}**: {said(one)}"] if one.kind else []
    return one.number, one.level, one.words, "; ".join([*reason, *tests])


def said(one):
    """A document is linked."""
    if one.kind != "written":
        return one.why
    name = one.why.rpartition("/")[2]
    return f"[{name}](../{one.why})"
