"""What `deploy/` tells a server to do, the program can do."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from convergent.cli.main import app

pytestmark = pytest.mark.without_records
DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
VERBS = set(typer.main.get_command(app).commands)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_unit_starts_verbs_that_there_are(unit):
    verbs = re.findall(r"^ExecStart=.*?bin/convergent (\w+)", unit.read_text(), re.MULTILINE)
    assert set(verbs) <= VERBS
    assert verbs or unit.suffix == ".timer"


def test_units_are_sound(tmp_path):
    if not shutil.which("systemd-analyze") and os.environ.get("CI") != "true":
        pytest.skip("systemd is not here. Run: sudo apt-get install systemd")
    for unit in UNITS:
        text = unit.read_text().replace("/opt/convergent/bin/convergent", sys.executable)
        (tmp_path / unit.name).write_text(text)
    units = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True
    )
    ours = [line for line in done.stderr.splitlines() if "convergent" in line]
    assert ours == []


@pytest.mark.asvs("4.1.3", "13.4.5", "15.3.4")
def test_proxy_replaces_what_browsers_claim_and_hides_metrics():
    text = (DEPLOY / "nginx.conf").read_text()
    told = dict(re.findall(r"proxy_set_header (\S+)\s+(\S+);", text))
    assert told == {
        "Host": "$host",
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Proto": "https",
    }
    assert "location = /metrics { return 404; }" in text
    assert text.count("{") == text.count("}")


@pytest.mark.asvs("4.1.2", "12.1.1", "12.2.1")
def test_proxy_speaks_tls_alone_and_leads_people_to_it_but_no_program():
    plain, by_tls = (DEPLOY / "nginx.conf").read_text().split("server {")[1:]
    assert re.findall(r"ssl_protocols\s+([^;]+);", by_tls) == ["TLSv1.2 TLSv1.3"]
    assert re.findall(r"location (\S+) { ([^}]+); }", plain) == [
        ("/api/", "return 404"),
        ("/", "return 301 https://$host$request_uri"),
    ]
    assert "proxy_pass" not in plain


@pytest.mark.asvs("13.2.2", "13.3.1")
def test_container_runs_as_nobody_important_and_takes_no_secret_along():
    lines = (DEPLOY / "Containerfile").read_text().splitlines()
    told = [line.split()[0] for line in lines if re.match(r"[A-Z]+ ", line)]
    assert told.index("USER") < told.index("ENTRYPOINT")
    assert [line for line in lines if line.startswith("USER")] == ["USER convergent"]
    assert [
        line for line in lines if re.search(r"password|secret|\bkeys\b", line, re.IGNORECASE)
    ] == []
    assert 'CMD ["serve", "--no-worker"]' in lines
