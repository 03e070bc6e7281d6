"""What a device seals is opened with the key for which it was sealed, and with no other."""

import uuid

import pytest

from convergent.errors import BadInput, WrongSetting
from convergent.records import sealed
from convergent.records.sealed import (
    check_device_keys,
    new_device_key,
    open_sealed,
    public_key,
)
from tests.practice.device import Device

pytestmark = pytest.mark.django_db
TEXT = "Three students – ¿y usted?"


@pytest.fixture
def key_file(tmp_path, settings):
    file = tmp_path / "devices.key"
    file.write_bytes(new_device_key() + b"\n")
    settings.KEYS_FOLDER = tmp_path
    yield file
    sealed._keys_of.cache_clear()


def opened(told, **more):
    named = {"key": told.key, "ephemeral": told.ephemeral, "wrapped": told.wrapped}
    return open_sealed(**{**named, "box": told.box, "about": told.about, **more})


@pytest.fixture
def told(world, key_file):
    return Device(world, "coach").seal(uuid.uuid4(), TEXT)


def test_text_comes_back(told):
    assert opened(told) == TEXT


def test_key_is_rotated_by_a_line_on_top(told, key_file):
    before = public_key()
    key_file.write_bytes(new_device_key() + b"\n" + key_file.read_bytes())
    sealed._keys_of.cache_clear()
    assert public_key() != before
    assert opened(told) == TEXT


@pytest.mark.asvs("11.3.3")
def test_box_of_another_visit_is_not_opened(told):
    with pytest.raises(BadInput, match="cannot be opened with the keys of this server"):
        opened(told, about=f"{uuid.uuid4()} {told.lease}")


def test_key_that_is_gone_opens_nothing(told, key_file):
    key_file.write_bytes(new_device_key() + b"\n")
    sealed._keys_of.cache_clear()
    with pytest.raises(BadInput, match=r"back into keys/devices\.key"):
        opened(told)


@pytest.mark.parametrize("content", ["", "x", "bm8=", "ñ"])
def test_damaged_file_is_said(key_file, content):
    key_file.write_text(content, encoding="utf-8")
    with pytest.raises(WrongSetting, match="Restore it from your key backup"):
        check_device_keys(key_file)


def test_missing_file_is_said(tmp_path):
    with pytest.raises(WrongSetting, match="is missing"):
        check_device_keys(tmp_path / "absent.key")
