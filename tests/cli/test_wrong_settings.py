"""Each setting with a value that cannot be used: one sentence, what to do, exit 2, no traceback."""

import pytest

from convergent.configuration import SETTINGS, read_configuration
from convergent.errors import WrongSetting

pytestmark = pytest.mark.without_records

NUMBERS = (
    "port",
    "web_workers",
    "job_workers",
    "session_hours",
    "offline_days",
    "snapshots_kept",
    "coaching_kept_years",
    "stale_days",
    "backup_days",
    "traces_kept_days",
    "slow_milliseconds",
    "upload_megabytes",
    "findings_kept_days",
    "load_megabytes",
    "load_minutes",
    "growth_cohort",
    "school_priorities",
    "network_priorities",
    "district_priorities",
    "team_priorities",
)
BAD = {
    "database_url": ["mysql://host/name", "postgresql://host:port/name", "postgresql://host", "x"],
    "public_url": [
        "convergent.example",
        "ftp://a.example",
        "https://a.example:x",
        "https://[",
        "https://a.example/path",
        "https://name@a.example",
    ],
    "host": ["a..b", "two words", "http://a.example", "/"],
    "time_zone": ["Mars/Olympus", "../../etc/passwd", "EST5 EDT"],
    "language": ["fr", "English", "EN"],
    "mail": ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example:x"],
    "mail_from": ["nobody", "a@b@c", "a@b\nBcc: c@d"],
    "oidc": ["google", "[]"],
    "saml": ["okta"],
    "audit_anchors": ["anchors.txt", "../audit.txt", "/"],
    "growth_norms": ["norms.json", "/"],
    "development": ["yes", "2", "truth"],
    "log_lines": ["xml", "JSON"],
    "metrics_token": ["short", "two words that are long enough"],
    "counted_from": ["October 1", "10-1", "13-01", "02-29", "2026-10-01"],
    "counted_gap_days": ["many", "-1", "2.5", "181"],
    "alternative_schools": [],  # any words are the ids of schools
    **{name: ["many", "0", "-1", "2.5", "1e3", "99999999999", "٣٠٠٠٠٠"] for name in NUMBERS},
}
BAD_TOML = {
    **{name: ["true", "2.5", "[1]", '"many"', "0", "1979-05-27"] for name in NUMBERS},
    "database_url": ["true", "5", '["postgresql://host/name"]'],
    "public_url": ["true", "5"],
    "host": ['["127.0.0.1"]', '"a..b"'],
    "time_zone": ["5", '["America/New_York"]'],
    "language": ['["en"]', "1"],
    "mail": ["25", '{host = "mail.example"}'],
    "mail_from": ["5", '["a@b"]'],
    "oidc": ['"google"', '{id = "google"}', "[1]"],
    "saml": ["true", '["okta"]'],
    "audit_anchors": ["5", '["/tmp/audit.txt"]'],
    "growth_norms": ["5", '["/tmp/norms.json"]'],
    "development": ["5", "[true]", '"yes"'],
    "log_lines": ["5", '["json"]'],
    "metrics_token": ["5", '["a-token-that-is-long-enough"]'],
    "counted_from": ["10", "2026-10-01", '["10-01"]'],
    "counted_gap_days": ["true", "2.5", '"many"', "-1"],
    "alternative_schools": ["5", "true", "[1]", "{a = 1}"],
}
ENVIRONMENT = [(name, value) for name, values in BAD.items() for value in values]
WRITTEN = [(name, value) for name, values in BAD_TOML.items() for value in values]
SETTING = {setting.name: setting for setting in SETTINGS}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for setting in SETTINGS:
        monkeypatch.delenv(setting.environment, raising=False)


def test_every_setting_is_tried():
    assert (set(BAD), set(BAD_TOML)) == (set(SETTING), set(SETTING))


@pytest.mark.parametrize(("name", "value"), ENVIRONMENT)
def test_environment_with_a_bad_value_is_refused_by_name(name, value, tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING[name].environment, value)
    with pytest.raises(WrongSetting) as refused:
        read_configuration(tmp_path)
    said = str(refused.value)
    assert said.startswith(f"{SETTING[name].environment} ")
    assert (said.endswith("."), refused.value.exit_code) == (True, 2)


@pytest.mark.parametrize(("name", "value"), WRITTEN)
def test_toml_with_a_bad_value_is_refused_by_name(name, value, tmp_path):
    (tmp_path / "convergent.toml").write_text(f"{name} = {value}\n")
    with pytest.raises(WrongSetting) as refused:
        read_configuration(tmp_path)
    assert str(refused.value).startswith(f"{name} in convergent.toml ")


@pytest.mark.asvs("16.2.5")
@pytest.mark.parametrize("name", ["database_url", "mail"])
def test_bad_value_that_may_hold_a_password_is_not_repeated(name, tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING[name].environment, "wrong://name:hunter2-canary@host/x")
    with pytest.raises(WrongSetting) as refused:
        read_configuration(tmp_path)
    assert "hunter2-canary" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("port", "8001", 8001),
        ("public_url", "https://a.example/", "https://a.example"),
        ("database_url", "postgresql://u:p@[::1]:5432/name", "postgresql://u:p@[::1]:5432/name"),
        ("database_url", "postgresql:///name", "postgresql:///name"),
        ("host", "::1", "::1"),
        ("host", "0.0.0.0", "0.0.0.0"),
        ("host", "web_1.internal", "web_1.internal"),
        ("mail", "smtps://u:p@mail.example:465", "smtps://u:p@mail.example:465"),
        ("language", "es", "es"),
        ("time_zone", "America/Chicago", "America/Chicago"),
        ("port", "", 8000),
    ],
)
def test_good_value_is_read(name, value, read, tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING[name].environment, value)
    assert getattr(read_configuration(tmp_path), name) == read


def test_unknown_setting_is_named(tmp_path):
    (tmp_path / "convergent.toml").write_text("colour = 'blue'\n")
    with pytest.raises(WrongSetting, match="a setting that does not exist: colour"):
        read_configuration(tmp_path)


@pytest.mark.parametrize("content", [b"port = \n", b"\xff\xfe", b"port = 1\nport = 2\n", b"\0"])
def test_invalid_toml_is_one_sentence(content, tmp_path):
    (tmp_path / "convergent.toml").write_bytes(content)
    with pytest.raises(WrongSetting, match="is not valid TOML"):
        read_configuration(tmp_path)


def test_home_from_a_settings_file_may_begin_with_a_tilde(monkeypatch):
    from pathlib import Path

    from convergent.configuration import home_folder

    monkeypatch.setenv("CONVERGENT_HOME", "~/district")
    assert home_folder() == Path.home() / "district"
