import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from convergent.web.sign_in.passwords import as_stored

pytestmark = pytest.mark.django_db

GOOD = (
    "lantern gravel otter moss",
    "ñandú tejado lluvia clavel",
    "tvR#9-Kq2_wZx81LpQ4!",
    "83920174650192837465",
    "4f8a1c9e7b3d05264f8b",
    "Sofia likes purple elephants on bikes",
    "x" * 5 + "mountain kettle" + " river" * 38,
)
SHORT = ("", "a", "lantern gravel", "tvR#9-Kq2_wZx8")
GUESSED = (
    "aaaaaaaaaaaaaaaa",
    "               ",
    "abcabcabcabcabcabc",
    "passwordpassword",
    "123456789012345678",
    "abcdefghijklmnopqrs",
    "qwertyuiopasdfghjkl",
    "convergent-2026-convergent",
    "Northfield School District",
    "northfield2026!!!",
    "SofiaMarin2026spring",
    "s0fia.marin.n0rthfield",
    "sofiamarin@northfield.example"[:21],
    "Welcome to Convergent 1!",
)


@pytest.mark.asvs("6.2.5")
@pytest.mark.parametrize("password", GOOD)
def test_long_password_of_any_kind_is_taken(world, password):
    validate_password(password, world.account("superintendent"))


@pytest.mark.asvs("6.2.1")
@pytest.mark.parametrize("password", SHORT)
def test_password_under_15_characters_is_refused(world, password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, world.account("superintendent"))
    assert "too_short" in [error.code for error in refused.value.error_list]


@pytest.mark.asvs("6.2.4", "6.2.11")
@pytest.mark.parametrize("password", GUESSED)
def test_password_that_others_would_guess_is_refused(world, password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, world.account("superintendent"))
    assert [error.code for error in refused.value.error_list] == ["guessable"]


@pytest.mark.asvs("6.2.8", "6.2.9")
def test_password_of_256_characters_is_taken_and_of_257_is_not(world):
    long = ("lantern gravel otter moss kettle " * 8)[:256]
    validate_password(long[:128])
    validate_password(long)
    with pytest.raises(ValidationError) as refused:
        validate_password(long + "x")
    assert [error.code for error in refused.value.error_list] == ["too_long"]


@pytest.mark.asvs("6.2.8")
def test_letters_written_in_two_ways_are_one_password():
    assert as_stored("n\u0303andu\u0301 \ufb01nch") == as_stored("\xf1and\xfa finch")


@pytest.mark.asvs("11.4.2")
def test_production_keeps_passwords_by_argon2():
    from convergent.configuration import read_configuration
    from convergent.web.sign_in.settings import sign_in_settings

    hashers = sign_in_settings(read_configuration())["PASSWORD_HASHERS"]
    assert hashers == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
