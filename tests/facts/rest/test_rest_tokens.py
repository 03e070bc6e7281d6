"""OAuth 2, client credentials."""

import base64
from urllib.parse import quote, quote_plus

import pytest
from tests.facts.rest.server import SECRET

from convergent.facts.findings import ExportRefused

pytestmark = pytest.mark.without_records
EVERY_SCOPE = " ".join(
    f"https://purl.imsglobal.org/spec/or/v1p2/scope/{name}.readonly"
    for name in ("roster-core", "roster", "roster-demographics", "gradebook-core", "gradebook")
)


def tokens(sis):
    return [scope for what, scope in sis.asked if what == "token"]


def refusal(fetched, *lines, **arguments):
    with pytest.raises(ExportRefused) as refused:
        fetched(*lines, **arguments)
    (finding,) = refused.value.findings
    return finding


@pytest.mark.parametrize("way", ["header", "body"])
def test_one_token_serves_the_whole_fetch(sis, fetched, way):
    fetched(f'client_authentication = "{way}"')

    assert tokens(sis) == [EVERY_SCOPE]


def test_scopes_are_those_that_are_declared(sis, fetched):
    fetched('scopes = ["one", "two"]')

    assert tokens(sis) == ["one two"]


def test_token_that_is_refused_is_renewed(sis, fetched, ids):
    sis.has(token_serves=5)

    fetched()

    assert len(ids("users")) == 26
    assert len(tokens(sis)) > 3


def test_token_that_runs_out_is_renewed_before(sis, fetched):
    sis.has(expires_in=0)

    fetched('collections = ["orgs"]')

    assert [what for what, _ in sis.asked] == ["token", "orgs", "token", "orgs"]


@pytest.mark.parametrize("life", [None, "7200", 7200.5])
def test_life_of_a_token_may_be_said_in_many_ways(sis, fetched, life):
    sis.has(expires_in=life)

    fetched()

    assert len(tokens(sis)) == 1


def test_token_that_never_serves_is_refused(sis, fetched):
    sis.has(body={}, token_serves=-1)

    finding = refusal(fetched)

    assert (finding.file, finding.rule) == ("/ims/oneroster/rostering/v1p2/orgs", "token accepted")
    assert len(tokens(sis)) == 2


def test_wrong_secret_is_refused_without_being_told(sis, fetched, monkeypatch):
    monkeypatch.setenv("SIS_SECRET", "another secret")
    sis.has(secret_in_errors=True)

    finding = refusal(fetched)

    assert (finding.file, finding.rule) == ("/token", "client known")
    assert finding.value.startswith("HTTP 401")
    assert "another secret" not in repr(finding)


@pytest.mark.parametrize("where", ["header", "body"])
def test_secret_that_a_service_repeats_is_told_in_no_writing(sis, fetched, monkeypatch, where):
    """In an error of the token's address stands what was sent: as base64, or with plus signs."""
    secret = "another/secret + 1"
    monkeypatch.setenv("SIS_SECRET", secret)
    sis.has(secret_in_errors=True)

    told = refusal(fetched, f'client_authentication = "{where}"').value

    assert told.startswith("HTTP 401 invalid_client")
    coded = base64.b64encode(f"convergent:{secret}".encode()).decode()
    assert [one for one in (secret, coded, quote_plus(secret), quote(secret)) if one in told] == []


def test_scope_that_is_not_granted_is_refused(fetched):
    finding = refusal(fetched, 'scopes = ["unknown"]')

    assert (finding.file, finding.rule) == ("/token", "scope granted")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_service_that_is_busy_is_asked_again(sis, fetched, status):
    sis.has(fails_token=[status] * 3)

    fetched('collections = ["orgs", "users"]')

    assert len(tokens(sis)) == 4


@pytest.mark.parametrize(("status", "rule"), [(302, "no redirect elsewhere"), (404, "token given")])
def test_address_that_gives_no_token_is_refused(sis, fetched, status, rule):
    sis.has(fails_token=[status])

    assert refusal(fetched).rule == rule


def test_fetch_that_brings_too_much_is_refused(fetched):
    assert refusal(fetched, "largest_fetch = 1_000").rule == "size of a fetch"


def test_fetch_of_too_many_rows_is_refused(fetched):
    finding = refusal(fetched, 'most_rows = 3\ncollections = ["users"]')
    assert (finding.rule, finding.value) == ("rows of a fetch", "more than 3 rows")


def test_token_of_another_type_is_refused(sis, fetched):
    sis.has(token_type="mac")

    assert refusal(fetched).rule == "token given"


def test_token_that_comes_with_megabytes_is_not_read(sis, fetched):
    sis.has(token_swells=2_000_000)

    assert refusal(fetched).rule == "token given"


def test_secret_may_stand_in_a_file_beside(sis, fetched, ids, tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "sis.secret").write_text(f"{SECRET}\n")

    fetched('client_secret_file = "keys/sis.secret"', without="client_secret_env")

    assert len(ids("users")) == 26


def test_file_of_passwords_is_not_consulted(sis, fetched, ids, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login x password y\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))

    fetched()

    assert len(ids("users")) == 26
