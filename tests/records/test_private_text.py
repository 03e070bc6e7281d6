"""Private text: unreadable wherever the database is copied to, readable with its key alone."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.db import connection

from convergent import clock
from convergent.errors import WrongSetting
from convergent.jobs.running import Cancelled
from convergent.people.models import Handover
from convergent.records import private_text
from convergent.records.private_text import PrivateTextField, check_keys, refuse_wrong_key
from convergent.records.rewriting import write_anew

CANARY = "canary-4711: she has not been told yet – ¿y usted?"


@pytest.fixture
def key_file(tmp_path, settings):
    """A key of this test's own."""
    file = tmp_path / "keys" / "private_text.key"
    file.parent.mkdir()
    file.write_bytes(Fernet.generate_key() + b"\n")
    settings.KEYS_FOLDER = file.parent
    yield file
    private_text._box_of.cache_clear()


@pytest.fixture
def handover(world, key_file):
    term = world.term("teacher")
    return Handover.objects.create(
        role=term.role, author=term.person, text=CANARY, written_at=clock.now()
    )


def read_again(handover):
    private_text._box_of.cache_clear()
    return Handover._base_manager.get(pk=handover.pk).text


def test_private_text_comes_back_as_it_was_written(handover):
    assert read_again(handover) == CANARY


@pytest.mark.asvs("14.2.4")
def test_database_holds_a_token_alone(handover):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM people_handover")
        (stored,) = cursor.fetchone()
    assert (stored.startswith("gAAAA"), "canary" in stored) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_copy_of_the_database_holds_no_private_text(handover, tmp_path):
    """Of SQLite the file and its log, of PostgreSQL what pg_dump writes, or else every table."""
    assert copy_of_the_database(tmp_path).count(b"canary-4711") == 0
    assert copy_of_the_database(tmp_path).count(handover.author.family_name.encode()) > 0


def copy_of_the_database(folder):
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        written = []
        for table in connection.introspection.table_names():
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copied:
                written += [bytes(block) for block in copied]
    return b"".join(written)


def test_same_text_is_stored_differently_each_time(handover):
    first, second = (PrivateTextField().get_prep_value(CANARY) for _ in range(2))
    assert first != second


@pytest.mark.asvs("11.2.2")
def test_rotated_key_reads_the_old_and_writes_the_new(handover, key_file):
    old = key_file.read_text()
    new = Fernet.generate_key().decode()
    key_file.write_text(f"{new}\n{old}")
    assert read_again(handover) == CANARY
    token = PrivateTextField().get_prep_value(CANARY).encode()
    assert Fernet(new).decrypt(token).decode() == CANARY
    with pytest.raises(InvalidToken):
        Fernet(old.strip()).decrypt(token)


def test_wrong_key_is_one_sentence(handover, key_file):
    key_file.write_bytes(Fernet.generate_key())
    with pytest.raises(WrongSetting) as refused:
        read_again(handover)
    assert str(refused.value) == (
        "A private text cannot be read with the key of this home folder. "
        "Put the key that wrote it back into keys/private_text.key."
    )


def test_wrong_key_is_noticed_before_anything_is_served(handover, key_file):
    refuse_wrong_key()
    key_file.write_bytes(Fernet.generate_key())
    private_text._box_of.cache_clear()
    with pytest.raises(WrongSetting):
        refuse_wrong_key()


def test_missing_key_is_one_sentence(handover, key_file):
    key_file.unlink()
    with pytest.raises(WrongSetting) as refused:
        read_again(handover)
    assert str(refused.value) == (
        f"The key for private text is missing: {key_file}. Restore it from your key backup."
    )


@pytest.mark.parametrize("content", [b"", b"\n\n", b"not a key", b"\xff\xfe"])
@pytest.mark.without_records
def test_damaged_key_is_one_sentence(content, tmp_path):
    file = tmp_path / "private_text.key"
    file.write_bytes(content)
    with pytest.raises(WrongSetting, match="The key for private text is damaged"):
        check_keys(file)


@pytest.mark.parametrize(
    "lookup",
    [
        "text",
        "text__contains",
        "text__icontains",
        "text__startswith",
        "text__in",
        "text__regex",
        "text__gt",
    ],
)
def test_private_text_cannot_be_searched(lookup, db):
    with pytest.raises(TypeError, match="private text cannot be searched"):
        list(Handover.objects.filter(**{lookup: ["canary"] if lookup.endswith("in") else "c"}))


def test_private_text_can_be_asked_for_being_empty(handover):
    assert Handover._base_manager.filter(text__isnull=False).count() == 1


@pytest.mark.asvs("14.2.4")
def test_every_private_field_is_encrypted_and_every_encrypted_field_private():
    fields = [
        (
            f"{model._meta.label}.{field.name}",
            model.privacy.get(field.name),
            isinstance(field, PrivateTextField),
        )
        for model in apps.get_models()
        if hasattr(model, "privacy")
        for field in model._meta.concrete_fields
    ]
    assert [
        name for name, level, is_encrypted in fields if (level == "private") != is_encrypted
    ] == []


def test_migrations_know_nothing_of_our_field():
    assert PrivateTextField().deconstruct()[1] == "django.db.models.TextField"


def tokens():
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM people_handover")
        return [token for (token,) in cursor]


@pytest.fixture
def rotated(handover, key_file):
    """A new key on top of the one that wrote the handover."""
    new = Fernet.generate_key().decode()
    key_file.write_text(f"{new}\n{key_file.read_text()}")
    return new


@pytest.mark.asvs("11.2.2")
def test_all_that_an_older_key_wrote_is_written_anew(handover, rotated, key_file):
    assert write_anew(go_on=lambda: None) == 1
    assert [Fernet(rotated).decrypt(token.encode()).decode() for token in tokens()] == [CANARY]
    assert write_anew(go_on=lambda: None) == 0
    key_file.write_text(rotated)  # the older key may go
    assert read_again(handover) == CANARY


def test_it_may_be_stopped_and_begun_again(handover, rotated):
    def stop():
        raise Cancelled

    before = tokens()
    with pytest.raises(Cancelled):
        write_anew(go_on=stop)
    assert tokens() == before
    assert write_anew(go_on=lambda: None) == 1


def test_without_an_older_key_nothing_is_touched(handover):
    before = tokens()
    assert write_anew(go_on=lambda: pytest.fail("nothing to do")) == 0
    assert tokens() == before


def test_running_process_takes_up_a_new_key_by_itself(handover, rotated):
    token = PrivateTextField().get_prep_value(CANARY).encode()
    assert Fernet(rotated).decrypt(token).decode() == CANARY
