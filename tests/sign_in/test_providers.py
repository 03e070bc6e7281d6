import os
import subprocess
import sys
from pathlib import Path

import pytest

import convergent
from convergent.configuration import Configuration
from convergent.errors import WrongSetting
from convergent.web.sign_in.providers import providers_of

SOURCE = str(Path(convergent.__file__).parents[1])
OIDC = {
    "id": "district",
    "name": "District",
    "server_url": "https://id.example",
    "client_id": "convergent",
    "secret_file": "oidc.secret",
}
SAML = {
    "id": "state",
    "name": "State",
    "entity_id": "https://idp.example",
    "sso_url": "https://idp.example/sso",
    "certificate_file": "idp.pem",
}


@pytest.fixture
def home(tmp_path):
    from tests.sign_in.saml_service import make_key_and_certificate

    (tmp_path / "oidc.secret").write_text("secret of the service\n")
    (tmp_path / "idp.pem").write_text(make_key_and_certificate()[1])
    (tmp_path / "empty").write_text(" \n")
    return tmp_path


def worked_out(home: Path, **tables):
    values = {"oidc": (), "saml": (), **tables}
    return providers_of(Configuration(home, values))


def test_described_services_are_taken(home):
    providers = worked_out(home, oidc=(OIDC,), saml=({**SAML, "second_factor": True},))
    (oidc,), (saml,) = providers["openid_connect"]["APPS"], providers["saml"]["APPS"]
    assert (oidc["secret"], oidc["settings"]["second_factor"]) == ("secret of the service", False)
    assert (saml["client_id"], saml["settings"]["second_factor"]) == ("state", True)


def test_no_service_is_no_trouble(tmp_path):
    assert [one["APPS"] for one in worked_out(tmp_path).values()] == [[], []]


def without(table, *names):
    return {name: value for name, value in table.items() if name not in names}


@pytest.mark.parametrize(
    ("oidc", "saml", "sentence"),
    [
        ([without(OIDC, "id")], [], "[[oidc]] (without an id): id is missing."),
        ([without(OIDC, "server_url")], [], "[[oidc]] district: server_url is missing."),
        ([{**OIDC, "client_id": 7}], [], "[[oidc]] district: client_id is not right."),
        ([{**OIDC, "second_factor": "yes"}], [], "[[oidc]] district: second_factor is not right."),
        ([{**OIDC, "secret": "x"}], [], "“secret” is not a setting of a sign-in service."),
        ([{**OIDC, "id": "A b"}], [], "the id is part of an address."),
        ([{**OIDC, "server_url": "http://id.example"}], [], "server_url is “http://id.example”."),
        ([{**OIDC, "server_url": "id.example"}], [], "server_url is “id.example”."),
        ([{**OIDC, "secret_file": "none"}], [], "secret_file cannot be read"),
        ([{**OIDC, "secret_file": "."}], [], "secret_file cannot be read"),
        ([{**OIDC, "secret_file": "empty"}], [], "secret_file is empty"),
        ([OIDC], [{**SAML, "id": "district"}], "Two sign-in services have the id “district”."),
        ([], [without(SAML, "sso_url")], "[[saml]] state: sso_url is missing."),
        ([], [{**SAML, "certificate_file": "oidc.secret"}], "is not a certificate."),
        ([], [{**SAML, "metadata_url": "http://idp.example"}], "metadata_url is"),
    ],
)
def test_wrong_setting_is_one_clear_sentence(home, oidc, saml, sentence):
    with pytest.raises(WrongSetting) as refused:
        worked_out(home, oidc=tuple(oidc), saml=tuple(saml))
    assert sentence in str(refused.value)
    assert refused.value.todo
    assert "\n" not in str(refused.value)


def test_service_on_this_machine_may_be_without_tls(home):
    for host in ("localhost", "127.0.0.1"):
        worked_out(home, oidc=({**OIDC, "server_url": f"http://{host}:9"},))


def test_wrong_setting_stops_the_start_with_one_sentence(tmp_path):
    (tmp_path / "convergent.toml").write_text('[[oidc]]\nid = "district"\nname = "District"\n')
    start = subprocess.run(
        [sys.executable, "-c", "from convergent.cli.main import run; run()", "worker"],
        capture_output=True,
        text=True,
        timeout=60,
        env={
            **os.environ,
            "CONVERGENT_HOME": str(tmp_path),
            "PYTHONPATH": SOURCE,
            "DJANGO_SETTINGS_MODULE": "convergent.web.settings",
        },
    )
    assert start.returncode == 2
    assert "[[oidc]] district: server_url is missing." in start.stderr
    assert "Traceback" not in start.stderr
