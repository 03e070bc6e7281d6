"""`convergent doctor` as a person, and as a script, runs it."""

import json

import pytest

pytestmark = pytest.mark.without_records


def test_doctor_of_a_fresh_home_warns_and_exits_0(in_use):
    told = in_use.run("doctor", "--json")
    report = json.loads(told.out)
    assert (told.code, told.err, report["wrong"]) == (0, "", 0)
    assert len(report["findings"]) >= 14


def test_missing_key_is_told_with_its_remedy_and_exits_2(in_use):
    (in_use.home / "keys" / "private_text.key").unlink()
    told = in_use.run("doctor")
    assert (told.code, told.err) == (2, "")
    assert " NOW  The key for private text is missing" in told.out
    assert "      Restore it from your key backup.\n1 to mend now, 0 soon.\n" in told.out
