"""A passkey from the invitation to signing in with it, in a real browser with a virtual key."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect, sync_playwright

from convergent.people.models import Account
from convergent.web.sign_in.invitations import token_for
from tests.browser import QUIET, find_chromium
from tests.world import PASSWORD, hold, make_person

pytestmark = pytest.mark.journey
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as programs:
        started = programs.chromium.launch(executable_path=find_chromium(), args=QUIET)
        yield started
        started.close()


@pytest.fixture
def visitor(chromium):
    """A page in a browser that has a passkey holder; it keeps what its console complains of."""
    page = chromium.new_context().new_page()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.complaints = []
    page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    page.context.close()


@pytest.fixture
def newcomer(world):
    person = make_person(world.northfield, "Nadia Amsel")
    hold(person, "principal", world.birch)
    return Account.objects.create_account(person)


def test_invited_principal_makes_a_passkey_and_signs_in_with_it(visitor, live_server, newcomer):
    visitor.goto(f"{live_server.url}/account/invitation/{token_for(newcomer)}/")
    visitor.get_by_role("button", name="Make a passkey").click()
    expect(visitor.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert visitor.locator(".codes li").count() == 10
    visitor.goto(f"{live_server.url}/account/where/")
    expect(visitor.get_by_text("this one", exact=False).first).to_be_visible()
    visitor.context.clear_cookies()
    visitor.goto(f"{live_server.url}/account/where/")
    visitor.get_by_role("button", name="Sign in with a passkey").click()
    expect(visitor.get_by_role("heading", name="Where you’re signed in")).to_be_visible()
    assert Authenticator.objects.filter(user=newcomer, type="webauthn").count() == 1
    assert visitor.complaints == []


def test_passkey_as_a_second_step_after_a_password(visitor, live_server, world):
    sign_in_by_password(visitor, live_server, world.principal.email)
    expect(visitor.get_by_role("heading", name="Your second step")).to_be_visible()
    visitor.get_by_role("link", name="Add a passkey").click()
    visitor.get_by_label("Name of this passkey").fill("My phone")
    visitor.get_by_role("button", name="Add a passkey").click()
    visitor.get_by_role("link", name="I have kept them: go on").click()
    expect(visitor.get_by_role("heading", name="Where you’re signed in")).to_be_visible()
    visitor.context.clear_cookies()
    sign_in_by_password(visitor, live_server, world.principal.email)
    expect(visitor.get_by_role("heading", name="The second step")).to_be_visible()
    visitor.get_by_role("button", name="Use a passkey").click()
    expect(visitor.get_by_role("heading", name="Where you’re signed in")).to_be_visible()
    assert visitor.complaints == []


def sign_in_by_password(visitor, live_server, email):
    visitor.goto(f"{live_server.url}/account/where/")
    visitor.get_by_label("E-mail").fill(email)
    password = visitor.get_by_role("textbox", name="Password")
    password.fill(PASSWORD)
    visitor.get_by_role("button", name="Show the password").click()
    expect(password).to_have_attribute("type", "text")
    visitor.get_by_role("button", name="Sign in", exact=True).click()


def test_sign_in_page_fits_320_pixels(visitor, live_server, world):
    visitor.set_viewport_size({"width": 320, "height": 700})
    for path in ("/account/login/", "/account/password/reset/", "/account/cancelled/"):
        visitor.goto(live_server.url + path)
        assert visitor.evaluate("document.documentElement.scrollWidth") <= 320
    assert visitor.complaints == []
