import pytest


def test_signed_in_person_keeps_language_and_theme(client, world, sign_in):
    sign_in("coach")
    kept = client.post("/account/preferences/", {"language": "es", "next": "/people/?q=a"})
    assert kept.url == "/people/?q=a"
    client.post("/account/preferences/", {"theme": "dark"})
    account = world.account("coach")
    assert (account.language, account.theme) == ("es", "dark")
    client.post("/account/preferences/", {"theme": ""})
    assert world.account("coach").theme == ""
    assert '<html lang="es"' in client.get("/account/where/").text


def test_browser_keeps_the_language_of_whoever_is_signed_out(client, db):
    assert '<html lang="en"' in client.get("/account/login/").text
    client.post("/account/preferences/", {"language": "es"})
    assert '<html lang="es"' in client.get("/account/login/").text


@pytest.mark.asvs("2.2.1", "2.2.2")
@pytest.mark.parametrize(
    "sent",
    [
        {"language": "xx"},
        {"language": ""},
        {"theme": "pink"},
        {"language": "en\0"},
        {"theme": "d" * 999},
    ],
)
def test_other_values_are_refused_and_nothing_is_kept(client, world, sign_in, sent):
    sign_in("coach")
    assert client.post("/account/preferences/", sent).status_code == 400
    assert (world.account("coach").language, world.account("coach").theme) == ("", "")


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "", "\\evil"])
def test_next_is_on_this_host(client, db, address):
    answer = client.post("/account/preferences/", {"language": "en", "next": address})
    assert answer.url == "/"


def test_preferences_are_posted(client, db):
    assert client.get("/account/preferences/").status_code == 405
