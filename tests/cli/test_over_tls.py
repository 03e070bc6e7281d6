"""What a browser is told where pages come by TLS, as through the proxy of `deploy`."""

import http.client
import os
import re
import signal

import pytest

from tests.cli.command import Command, answer_of, free_port

pytestmark = pytest.mark.without_records
HOST = "convergent.district.example"
AS_THE_PROXY = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
ADDRESSES = ("/account/login/", "/no/such/page/", "/health/live", "/manifest.webmanifest")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
STYLE = re.compile(rb'href="(/static/[^"]+\.css)"')


@pytest.fixture(scope="module")
def served(demonstration):
    command = Command(demonstration.home, {"CONVERGENT_PUBLIC_URL": f"https://{HOST}"})
    port = free_port()
    server = command.start("serve", "--no-worker", "--port", port)
    answer_of(port, **AS_THE_PROXY)
    yield port
    os.killpg(server.pid, signal.SIGTERM)
    server.communicate(timeout=300)


def send(port, method, path, body=None, **headers):
    """The answer, its redirects not followed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body, {**AS_THE_PROXY, **headers})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def cookies_in(headers):
    """Each cookie's attributes in small letters, by its name."""
    found = {}
    for line in headers.get_all("Set-Cookie", []):
        first, *attributes = line.split("; ")
        kept = {
            one.lower()
            for one in attributes
            if not re.match(r"expires|max-age", one, re.IGNORECASE)
        }
        found[first.partition("=")[0]] = kept
    return found


@pytest.mark.asvs("3.2.1", "3.4.1", "3.4.2", "3.4.3", "3.4.4", "3.4.5", "3.4.6", "4.1.1", "12.2.1")
@pytest.mark.parametrize("address", [*ADDRESSES, "a style"])
def test_every_answer_has_its_headers(served, address):
    if address == "a style":
        address = STYLE.search(send(served, "GET", "/account/login/")[2])[1].decode()
    _status, headers, _body = send(served, "GET", address)
    told = {
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
    assert {name: headers[name] for name in told} == told
    assert "Access-Control-Allow-Origin" not in headers
    policy = headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "object-src 'none'", "frame-ancestors 'none'"} <= set(policy)
    if headers["Content-Type"].startswith("text/"):
        assert headers.get_content_charset() == "utf-8"


@pytest.mark.asvs("3.3.1", "3.3.2", "3.3.3", "3.3.4")
def test_cookies_are_for_this_host_by_tls_and_no_script(served):
    _status, headers, page = send(served, "GET", "/account/login/")
    strict = {"path=/", "secure", "httponly", "samesite=lax"}
    assert cookies_in(headers) == {"__Host-session": strict}
    session = headers["Set-Cookie"].partition(";")[0]
    typed = f"csrfmiddlewaretoken={TOKEN.search(page)[1].decode()}&language=es"
    _status, headers, _body = send(
        served,
        "POST",
        "/account/preferences/",
        typed,
        **{
            "Cookie": session,
            "Origin": f"https://{HOST}",
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    assert cookies_in(headers)["__Host-language"] == strict


@pytest.mark.asvs("3.5.1")
def test_form_of_another_site_is_refused(served):
    _status, headers, page = send(served, "GET", "/account/login/")
    status, _headers, _body = send(
        served,
        "POST",
        "/account/preferences/",
        f"csrfmiddlewaretoken={TOKEN.search(page)[1].decode()}&language=es",
        **{
            "Cookie": headers["Set-Cookie"].partition(";")[0],
            "Origin": "https://evil.example",
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    assert status == 403


@pytest.mark.asvs("13.4.4")
@pytest.mark.parametrize("address", ["/account/login/", "/health/live", "/static/"])
@pytest.mark.parametrize("method", ["TRACE", "CONNECTED"])
def test_method_that_no_page_takes_is_refused(served, method, address):
    status, _headers, body = send(served, method, address, **{"X-Canary": "canary-4711"})
    assert status in {403, 404, 405}
    assert b"canary-4711" not in body


@pytest.mark.asvs("13.4.1", "13.4.3")
@pytest.mark.parametrize("address", ["/static/", "/static/css/", "/static/..%2f", "/.git/config"])
def test_no_folder_is_listed_and_nothing_beside_the_files_is_given(served, address):
    status, _headers, body = send(served, "GET", address)
    assert status == 404
    assert b"Index of" not in body
