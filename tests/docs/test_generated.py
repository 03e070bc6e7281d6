"""What follows from the code stands in the documents as the code has it now."""

import re

import pytest
from docs.generated import PRIVACY_MEANS, ROOT, generated

from convergent.configuration import SETTINGS
from convergent.people.access.district import needs_second_step
from convergent.people.access.reasons import Reason
from convergent.people.role_kinds import KINDS
from convergent.records.privacy import Privacy

GENERATED = generated()
REFERENCE = ROOT / "docs/reference"
pytestmark = pytest.mark.without_records


def text_of(name):
    return (REFERENCE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", GENERATED, ids=lambda page: page.name)
def test_generated_page_is_current(document):
    assert document.read_text(encoding="utf-8") == GENERATED[document], "run ./dev docs"


def test_every_setting_is_documented():
    assert re.findall(r"^\| `(\w+)` \|", text_of("settings.md"), re.MULTILINE) == [
        one.name for one in SETTINGS
    ]


def test_argument_that_may_be_left_out_is_not_said_to_be_needed():
    (section,) = re.findall(r"## `convergent facts diff`\n(.*?)\n## ", text_of("cli.md"), re.DOTALL)
    assert "`FIRST`" in section
    assert "needed" not in section


def test_every_privacy_class_is_explained():
    assert set(PRIVACY_MEANS) == set(Privacy)


def test_every_reason_is_documented_as_people_read_it():
    table = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", text_of("access.md"), re.MULTILINE)
    rows = [row for row in table if row[0] in set(Reason)]
    assert rows == [(str(reason), reason.sentence) for reason in Reason]


def test_roles_that_need_a_second_step_are_named():
    """`needs_second_step` asks the kinds; the documents name them."""
    assert needs_second_step.__doc__
    needing = [str(kind.plural) for kind in KINDS.values() if kind.sees_students]
    signing_in = text_of("access.md").partition("## Signing in")[2].lower()
    assert [name for name in needing if name.split()[-1] not in signing_in] == []


def test_every_practice_has_its_line():
    found = re.findall(r"^\| P(\d+) \|", text_of("practices.md"), re.MULTILINE)
    assert found == [str(number) for number in range(1, 44)]
