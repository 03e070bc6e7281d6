"""From an invitation to a password, an app's code, a passkey: each page of it looked at.

Whoever is invited is nobody of the cast, so signs in as people of a real district do.
"""

import base64
import email
import hashlib
import hmac
import re
import struct
import time
from email import policy

import pytest
from playwright.sync_api import expect

from tests.journeys.look import faults_of

pytestmark = pytest.mark.journey
PASSWORD = "lantern gravel otter moss"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def code_of(secret, at):
    """RFC 6238: the six digits that an app shows."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(at // 30)), hashlib.sha1).digest()
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def link_in_mail(server, address, part, *, within=120):
    """The newest link to `part` that was sent to somebody, as soon as the worker has sent it."""
    until = time.monotonic() + within
    while (found := newest_link(server, address, part)) is None:
        assert time.monotonic() < until, f"no mail to {address} has a link to {part}"
        time.sleep(0.1)
    return found


def newest_link(server, address, part):
    files = sorted((server.home / "mail").glob("*"), key=lambda one: one.stat().st_mtime_ns)
    for file in reversed(files):
        said = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        found = re.search(rf"https?://[^/\s]+(/account/{part}/\S+)", said.get_content())
        if found and address in said["To"]:
            return found[1]
    return None


def looks_well(page, headline):
    expect(page.locator("h1")).to_have_text(headline)
    assert faults_of(page) == []


def invited(visit, server, name):
    """The page behind the link that Helen has sent to somebody, and the address it was sent to."""
    helen = visit("Helen Park", at=f"/people/?q={name.replace(' ', '+')}")
    helen.get_by_role("link", name=name).first.click()
    address = helen.locator("a[href^='mailto:']").inner_text()
    helen.get_by_role("link", name="A way to sign in").click()
    looks_well(helen, "Invite to sign in")
    helen.get_by_role("button", name="Send the invitation").click()
    expect(helen.get_by_text("An invitation is on its way")).to_be_visible()
    by_name = server.address.replace("127.0.0.1", "localhost")  # a passkey belongs to a name
    return visit(at=link_in_mail(server, address, "invitation"), base_url=by_name), address


def accept(page, name):
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Keep this password").click()
    expect(page.locator("h1")).to_contain_text(name)


def test_invited_person_sets_a_password_and_an_app(visit, server):
    page, address = invited(visit, server, "Tess Moran")
    looks_well(page, "Welcome")
    accept(page, "Tess")
    secret = adds_an_app(page)
    signs_in_again(page, address, secret)
    for asked in ("password/change", "reauthenticate", "second-step/confirm"):
        page.goto(f"/account/{asked}/")
        looks_well(page, page.locator("h1").inner_text())
    page.goto("/account/second-step/")
    looks_well(page, "Your second step")
    page.get_by_role("link", name="Remove the app").click()
    looks_well(page, page.locator("h1").inner_text())


def adds_an_app(page):
    page.goto("/account/second-step/")
    page.get_by_role("link", name="Add an authenticator app").click()
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(code_of(secret, time.time()))
    page.get_by_role("button", name="Add this app").click()
    looks_well(page, "Your recovery codes")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as a file").click()
    assert saved.value.suggested_filename.endswith(".txt")
    page.get_by_role("link", name="Make new ones").click()
    looks_well(page, "Make new recovery codes?")
    page.get_by_role("button", name="Make new codes").click()
    expect(page.locator(".codes li")).to_have_count(10)
    return secret


def test_invited_person_adds_a_passkey(visit, server):
    page, _ = invited(visit, server, "Gabriela Lara")
    accept(page, "Gabriela")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto("/account/passkeys/add/")
    page.get_by_label("Name of this passkey").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page).not_to_have_url(re.compile("/passkeys/add/"))
    page.goto("/account/passkeys/confirm/")
    looks_well(page, page.locator("h1").inner_text())
    for words in ("Rename", "Remove"):
        page.goto("/account/passkeys/")
        expect(page.get_by_text("My phone", exact=True)).to_be_visible()
        page.locator("main").get_by_role("link", name=re.compile(words)).first.click()
        looks_well(page, page.locator("h1").inner_text())
    page.goto("/account/passkeys/")
    looks_well(page, page.locator("h1").inner_text())


def signs_in_again(page, address, secret):
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_text("Sign in with an e-mail address").click()
    page.get_by_label("E-mail").fill(address)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    looks_well(page, "The second step")
    page.get_by_label("Code").fill(code_of(secret, time.time() + 30))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Tess")


def test_forgotten_password_is_set_anew(visit, server):
    page, address = invited(visit, server, "Jo Kim")
    accept(page, "Jo")
    page.context.clear_cookies()
    page.goto("/account/password/reset/")
    page.get_by_label("E-mail").fill(address)
    page.locator("main form button.button--primary").click()
    expect(page).to_have_url(re.compile("/reset/done/$"))
    page.goto(link_in_mail(server, address, "password/reset/key"))
    looks_well(page, page.locator("h1").inner_text())
    page.get_by_label("New password").fill("four quiet herons waiting")
    page.locator("main form button.button--primary").click()
    expect(page).to_have_url(re.compile("/account/"))
    helen = visit("Helen Park", at="/people/?q=jo+kim")
    helen.get_by_role("link", name="Jo Kim").first.click()
    helen.get_by_role("link", name="A way to sign in").click()
    looks_well(helen, "Has every way to sign in been lost?")
