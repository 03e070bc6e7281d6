"""What counts as a whole backup, and the keys in a file of their own."""

import json
import os
from datetime import UTC, datetime

import pytest

from convergent.errors import BadInput
from convergent.upkeep import keys
from convergent.upkeep.bringing_keys import bring_keys_back
from convergent.upkeep.copying import copy_file
from convergent.upkeep.keys import fingerprint, open_keys, save_keys
from convergent.upkeep.manifest import BackupManifest, read_manifest, refuse_damaged

pytestmark = pytest.mark.without_records
PASSPHRASE = "five words in a row"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    """The cost of a guess is not what is tried here."""
    monkeypatch.setattr(keys, "COST", {"n": 2**10, "r": 8, "p": 1})


@pytest.fixture
def backup(tmp_path):
    folder, source = tmp_path / "backup", tmp_path / "source"
    folder.mkdir()
    source.write_bytes(os.urandom(3_000_000))
    files = {"records.sqlite3": copy_file(source, folder / "records.sqlite3")}
    files["facts/a.parquet"] = copy_file(source, folder / "facts" / "a.parquet")
    BackupManifest(
        made_at=datetime(2026, 11, 22, 8, tzinfo=UTC),
        version="0.1.0",
        database="sqlite",
        rows={"people_person": 3},
        chain_number=7,
        chain_hash="a" * 64,
        key="k",
        snapshot="",
        content_hash="",
        removed_ids=0,
        files=files,
    ).write(folder)
    return folder


def refusal(folder):
    with pytest.raises(BadInput) as refused:
        refuse_damaged(folder, read_manifest(folder))
    return str(refused.value)


def test_untouched_backup_is_whole(backup):
    manifest = read_manifest(backup)
    refuse_damaged(backup, manifest)
    assert (manifest.bytes, manifest.made_at.year, manifest.rows) == (
        6_000_000,
        2026,
        {"people_person": 3},
    )


def test_one_changed_bit_is_named_by_its_file(backup):
    with (backup / "facts/a.parquet").open("r+b") as file:
        file.seek(2_999_999)
        last = file.read(1)
        file.seek(2_999_999)
        file.write(bytes([last[0] ^ 1]))
    assert "facts/a.parquet was changed" in refusal(backup)


def test_missing_and_added_files_are_named(backup):
    (backup / "records.sqlite3").unlink()
    (backup / "facts" / "b.parquet").write_text("")
    said = refusal(backup)
    assert "records.sqlite3 is missing" in said
    assert "facts/b.parquet does not belong to it" in said


def test_backup_without_a_manifest_was_cut_off(backup):
    (backup / "manifest.json").unlink()
    assert "holds no whole backup" in refusal(backup)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"format": "x"}', '{"format": 1}'])
def test_damaged_manifest_is_one_sentence(text, backup):
    (backup / "manifest.json").write_text(text)
    assert "manifest.json is damaged" in refusal(backup)


def test_backup_of_a_later_form_names_its_version(backup):
    told = json.loads((backup / "manifest.json").read_text())
    (backup / "manifest.json").write_text(json.dumps(told | {"format": 2, "version": "9.0"}))
    assert "made by a later version, 9.0" in refusal(backup)


def test_keys_come_back_as_they_were(home, tmp_path):
    (home / "convergent.toml").write_text("port = 8001\n")
    before = {one.name: one.read_bytes() for one in (home / "keys").iterdir()}
    save_keys(home, tmp_path / "keys.saved", passphrase=PASSPHRASE)
    brought = bring_keys_back(tmp_path / "new", tmp_path / "keys.saved", passphrase=PASSPHRASE)
    after = {one.name: one.read_bytes() for one in (tmp_path / "new" / "keys").iterdir()}
    assert (after, len(brought)) == (before, len(before) + 1)
    assert (tmp_path / "new" / "convergent.toml").read_text() == "port = 8001\n"


def test_saved_keys_hold_no_key_in_clear_and_are_for_this_account_alone(home, tmp_path):
    saved = tmp_path / "keys.saved"
    save_keys(home, saved, passphrase=PASSPHRASE)
    for key in (home / "keys").iterdir():
        assert key.read_bytes().strip() not in saved.read_bytes()
    assert saved.stat().st_mode & 0o077 == 0


@pytest.mark.asvs("11.3.3")
def test_another_passphrase_or_a_changed_file_opens_nothing(home, tmp_path):
    saved = tmp_path / "keys.saved"
    save_keys(home, saved, passphrase=PASSPHRASE)
    with pytest.raises(BadInput, match="cannot be opened"):
        open_keys(saved, passphrase=PASSPHRASE + "s")
    whole = saved.read_bytes()
    weaker = whole.replace(b'"n": 1024', b'"n": 512 ')
    for changed in (b"", b"{}\n", whole[:-9], whole.replace(b"format", b"formar"), weaker):
        saved.write_bytes(changed)
        with pytest.raises(BadInput, match="cannot be opened"):
            open_keys(saved, passphrase=PASSPHRASE)


def test_short_passphrase_and_a_file_that_is_there_are_refused(home, tmp_path):
    with pytest.raises(BadInput, match="shorter than 15"):
        save_keys(home, tmp_path / "saved", passphrase="short")
    (tmp_path / "saved").write_text("ours")
    with pytest.raises(BadInput, match="is there already"):
        save_keys(home, tmp_path / "saved", passphrase=PASSPHRASE)
    assert (tmp_path / "saved").read_text() == "ours"


def test_keys_do_not_replace_those_that_records_were_written_with(home, tmp_path):
    save_keys(home, tmp_path / "saved", passphrase=PASSPHRASE)
    (home / "records.sqlite3").write_text("")
    bring_keys_back(home, tmp_path / "saved", passphrase=PASSPHRASE)  # the same ones do no harm
    key = home / "keys" / "private_text.key"
    newer = f"{'x' * 43}=\n{key.read_text()}"
    key.write_text(newer)
    with pytest.raises(BadInput, match="written with another key"):
        bring_keys_back(home, tmp_path / "saved", passphrase=PASSPHRASE)
    assert key.read_text() == newer


def test_fingerprint_tells_keys_apart_and_not_the_key(home, tmp_path):
    key = home / "keys" / "private_text.key"
    other = tmp_path / "other.key"
    other.write_text("y" * 43 + "=\n")
    assert fingerprint(key) != fingerprint(other)
    assert fingerprint(key) not in key.read_text()
    assert fingerprint(tmp_path / "none") == ""
