"""What may be in the way on a real machine: one sentence, what to do, the right exit code."""

import ctypes
import json
import os
import secrets
import socket

import pytest

from tests.cli.command import Command, free_port, is_one_sentence_with_advice

pytestmark = pytest.mark.without_records
AS_ROOT = os.geteuid() == 0


def refusal(told, code):
    """The sentence, after checking that it is one."""
    assert (told.code, told.out) == (code, ""), told.err
    assert is_one_sentence_with_advice(told.err), told.err
    return told.err.strip()


def test_setting_with_a_bad_value_ends_every_verb_that_needs_it(command):
    command.settings = {"CONVERGENT_PORT": "abc"}
    said = "CONVERGENT_PORT is “abc”: a whole number from 1 to 65535 is needed."
    assert refusal(command.run("serve"), 2) == said
    assert refusal(command.run("facts", "status", "--json"), 2) == said
    assert refusal(command.run("demo", "--students", 400, "--no-serve"), 2) == said


def test_toml_that_is_not_toml_ends_with_its_line(command):
    command.home.mkdir()
    (command.home / "convergent.toml").write_text("port = 8000\nhost 127\n")
    said = refusal(command.run("serve"), 2)
    assert said.endswith("at line 2, column 6). Mend that line.") or "line 2" in said


def test_sign_in_service_without_its_secret_file_is_named(command):
    command.home.mkdir(mode=0o700)
    (command.home / "convergent.toml").write_text(
        '[[oidc]]\nid = "district"\nname = "District"\nserver_url = "https://id.example"\n'
        'client_id = "c"\nsecret_file = "keys/absent"\n'
    )
    said = refusal(command.run("serve"), 2)
    assert said == (
        f"[[oidc]] district: secret_file cannot be read: {command.home}/keys/absent. "
        "Put the file there, readable by this account."
    )


def test_home_that_is_a_file_is_refused(command):
    command.home.write_text("")
    said = f"The home folder {command.home} is a file. Set CONVERGENT_HOME to a folder."
    assert refusal(command.run("serve"), 2) == said
    assert refusal(command.run("facts", "status"), 2) == said


def test_home_within_a_file_is_refused(command, tmp_path):
    (tmp_path / "file").write_text("")
    command.home = tmp_path / "file" / "home"
    refusal(command.run("demo", "--students", 400, "--no-serve"), 2)


def test_home_with_a_name_too_long_is_refused(command, tmp_path):
    command.home = tmp_path / ("x" * 300)
    refusal(command.run("serve"), 2)


PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2


def give_up_rights():
    """Root passes over the rights of files; without these two it is an account like any other.

    Another account would do as well, but may not reach the Python that runs these tests.
    """
    for right in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        if ctypes.CDLL(None, use_errno=True).prctl(PR_CAPBSET_DROP, right, 0, 0, 0):
            os._exit(77)


@pytest.fixture
def as_nobody(tmp_path):
    """A command that runs without rights over files that are not its own."""
    account = {"preexec_fn": give_up_rights} if AS_ROOT else {}
    return Command(tmp_path / "home", account=account)


def test_home_that_cannot_be_made_is_refused(as_nobody, tmp_path):
    tmp_path.chmod(0o555)
    said = refusal(as_nobody.run("serve"), 2)
    tmp_path.chmod(0o755)
    assert said == (
        f"The home folder {as_nobody.home} cannot be used: Permission denied. "
        "Set CONVERGENT_HOME to a folder that this account may write."
    )


@pytest.mark.parametrize("mode", [0o000, 0o400, 0o500])
def test_home_without_rights_is_refused(mode, as_nobody):
    as_nobody.home.mkdir()
    as_nobody.home.chmod(mode)
    told = as_nobody.run("serve")
    as_nobody.home.chmod(0o755)
    refusal(told, 2)


def test_home_of_another_account_is_refused(as_nobody, tmp_path):
    Command(as_nobody.home).run("simulate", tmp_path / "exports", "--students", 200)
    as_nobody.home.chmod(0o555)
    if AS_ROOT:
        for path in (as_nobody.home, *as_nobody.home.rglob("*")):
            os.chown(path, 65534, 65534)
    told = as_nobody.run("serve")
    as_nobody.home.chmod(0o755)
    refusal(told, 2)


def test_database_that_does_not_answer_is_named_without_its_password(command):
    port = free_port()
    command.settings = {"DATABASE_URL": f"postgresql://name:hunter2@127.0.0.1:{port}/records"}
    for verb in (["serve"], ["load", "x"], ["demo", "--students", 400, "--no-serve"]):
        said = refusal(command.run(*verb), 2)
        assert said.startswith("The database of DATABASE_URL cannot be used: connection failed")
        assert said.endswith("Start it, or set DATABASE_URL to the right address.")
        assert "hunter2" not in said


def test_records_file_that_is_something_else_is_refused(in_use):
    command = in_use
    (command.home / "records.sqlite3").write_bytes(secrets.token_bytes(9_000))
    said = refusal(command.run("serve"), 2)
    assert said.startswith(f"Records in {command.home}/records.sqlite3 cannot be used: file is not")


def test_busy_port_is_said_before_anything_is_built(command):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refusal(command.run("serve", "--port", port), 2)
        same = refusal(command.run("demo", "--port", port), 2)
    assert (
        said
        == same
        == (
            f"Port {port} on 127.0.0.1 cannot be used: address already in use. "
            "Stop what uses it, or choose another: --port 8001."
        )
    )
    assert command.home.exists() is False


def test_key_that_is_missing_is_not_made_anew_over_records(in_use):
    command = in_use
    key = command.home / "keys" / "private_text.key"
    key.unlink()
    said = f"The key for private text is missing: {key}. Restore it from your key backup."
    assert refusal(command.run("serve"), 2) == said
    assert key.exists() is False


@pytest.mark.parametrize("content", [b"", b"short\n", b"\xff" * 44])
def test_key_that_is_damaged_is_said(content, in_use):
    command = in_use
    key = command.home / "keys" / "private_text.key"
    key.write_bytes(content)
    said = f"The key for private text is damaged: {key}. Restore it from your key backup."
    assert refusal(command.run("serve"), 2) == said


def test_empty_secret_is_said(in_use):
    command = in_use
    (command.home / "keys" / "secret.key").write_bytes(b"")
    said = refusal(command.run("serve"), 2)
    assert said.endswith("Delete it: a new one is made, and everybody signs in again.")


@pytest.fixture
def bad_export(request, tmp_path):
    made = tmp_path / request.param
    if request.param == "empty":
        made.mkdir()
    elif request.param != "absent":
        made.write_bytes(secrets.token_bytes(5_000))
    return made


BAD_EXPORTS = pytest.mark.parametrize(
    "bad_export", ["absent", "empty", "random.zip", "random.csv", "users.csv"], indirect=True
)


@BAD_EXPORTS
def test_load_of_a_bad_export_says_what_to_do(bad_export, in_use):
    command = in_use
    told = command.run("load", bad_export)
    assert (told.code, told.out) == (3, "")
    assert "Traceback" not in told.err
    lines = told.err.splitlines()
    assert "Refused; what serves now: nothing is loaded" in lines
    located = lines[lines.index("Refused; what serves now: nothing is loaded") + 1 :]
    assert [line for line in located if not line.endswith(".")] == []
    assert len(located) > 0


@BAD_EXPORTS
def test_load_of_a_bad_export_as_json_is_one_object(bad_export, in_use):
    command = in_use
    told = command.run("load", bad_export, "--json")
    outcome = json.loads(told.out)
    assert (told.code, outcome["status"], outcome["snapshot"]) == (3, "refused", None)
    assert [error for error in outcome["errors"] if not error["fix"] or not error["file"]] == []


def test_simulate_does_not_write_over_what_is_there(command, tmp_path):
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "users.csv").write_text("ours")
    said = refusal(command.run("simulate", tmp_path / "exports", "--students", 200), 3)
    assert said == f"{tmp_path}/exports is not empty. Name an empty or a new folder."
    assert (tmp_path / "exports" / "users.csv").read_text() == "ours"


def test_simulate_into_a_file_is_refused(command, tmp_path):
    (tmp_path / "exports").write_text("")
    refusal(command.run("simulate", tmp_path / "exports", "--students", 200), 2)
