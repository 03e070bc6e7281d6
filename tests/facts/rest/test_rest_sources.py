"""What a source may declare."""

import pytest
from tests.docs.blocks import blocks
from tests.facts.rest.server import SECRET, running
from tests.sign_in.saml_service import make_key_and_certificate

from convergent.facts.findings import ExportRefused
from convergent.facts.sources.oneroster_rest.source import read_source

pytestmark = pytest.mark.without_records
ADDRESS = "an address such as https://sis.example.org/ims/oneroster is needed"


def refusal(path):
    with pytest.raises(ExportRefused) as refused:
        read_source(path)
    (finding,) = refused.value.findings
    return finding


def test_secret_shows_nowhere(source):
    declared = read_source(source())

    assert declared.client_secret == SECRET
    assert SECRET not in repr(declared)


@pytest.mark.parametrize(
    ("line", "without", "column", "rule"),
    [
        ("", "kind", "kind", "kind known"),
        ('kind = "other"', "kind", "kind", "kind known"),
        ("", "token_url", "token_url", "key present"),
        ("", "client_id", "client_id", "key present"),
        ('client_secret = "x"', "", "client_secret", "no secret in the file"),
        ("pagesize = 1", "", "pagesize", "key known"),
        ("", "client_secret_env", "", "one place of the secret"),
        ('client_secret_file = "x"', "", "", "one place of the secret"),
        ('client_secret_file = "x"', "client_secret_env", "client_secret_file", "secret present"),
        (
            'client_secret_env = "NOT_SET"',
            "client_secret_env",
            "client_secret_env",
            "secret present",
        ),
        ("page_size = 0", "page_size", "page_size", "value"),
        ("page_size = true", "page_size", "page_size", "value"),
        ("overlap = -1", "", "overlap", "value"),
        ('scopes = "roster"', "", "scopes", "value"),
        ('collections = ["people"]', "", "collections", "value"),
        ('since = "2026-01-01"', "", "since", "value"),
        ('client_authentication = "none"', "", "client_authentication", "value"),
        ("kind = ", "kind", "", "TOML"),
    ],
)
def test_declaration_that_is_wrong_is_refused(source, line, without, column, rule):
    finding = refusal(source(line, without=without))

    assert (finding.file, finding.column, finding.rule) == ("sis.toml", column, rule)


@pytest.mark.asvs("1.3.6")
@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://sis.example.org", "https is needed: the token would be readable on the way"),
        ("ftp://sis.example.org", ADDRESS),
        ("sis.example.org", ADDRESS),
        ("https://", ADDRESS),
        (
            "https://name:password@sis.example.org",
            "an address without a name, a password, ? and # is needed",
        ),
    ],
)
def test_address_that_is_unsafe_is_refused(source, address, why):
    finding = refusal(source(f'url = "{address}"', without="url"))

    assert (finding.fix, finding.value) == (f"For url, {why}.", "")


def test_file_that_is_not_there_is_refused(tmp_path):
    assert refusal(tmp_path / "none.toml").rule == "file exists"


@pytest.mark.asvs("12.3.2")
def test_certificate_that_nobody_vouches_for_is_refused(fetched, tmp_path):
    (tmp_path / "both.pem").write_text("\n".join(make_key_and_certificate()))

    with (
        running(certificate=str(tmp_path / "both.pem")) as service,
        pytest.raises(ExportRefused) as refused,
    ):
        fetched(f'token_url = "{service.address}/token"', without="token_url")

    assert [one.rule for one in refused.value.findings] == ["certificate trusted"]


@pytest.mark.parametrize(
    "block", [one for one in blocks("toml") if one.note == "a source"], ids=str
)
def test_source_in_the_documents_can_be_read(block, tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "sis.secret").write_text(SECRET)
    (tmp_path / "sis.toml").write_text(block.text)

    assert read_source(tmp_path / "sis.toml").client_secret == SECRET
