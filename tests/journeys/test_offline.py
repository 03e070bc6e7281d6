"""Visits with no network at all: the server is stopped, and nothing that was typed is lost."""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.breaking import Network
from tests.journeys.handheld import Handheld, drawn, keep, made_ready, on_disk, wait_for_disk, write
from tests.journeys.look import faults_of, settled
from tests.journeys.server import Server, build
from tests.journeys.visitor import sign_in
from tests.once import copy_of_one_built_once

pytestmark = pytest.mark.journey

TEN_DAYS, ARRIVES = 10 * 24 * 60 * 60 * 1000, 90_000  # milliseconds
ANSWER_LOST = "Its answer was lost"
FIRST, SECOND, THIRD = (
    "Four students found it in the second paragraph",
    "They asked each other why",
    "Pairs wrote before they spoke",
)


@pytest.fixture(scope="module")
def stopped_server(tmp_path_factory):
    return Server(copy_of_one_built_once(tmp_path_factory, "product", build))


@pytest.fixture
def own_server(stopped_server):
    """A server that these journeys stop and start as they like."""
    yield stopped_server.start()
    stopped_server.stop()


@pytest.fixture
def phone(playwright, own_server, tmp_path):
    carried = Handheld(playwright, own_server, tmp_path / "phone")
    yield carried
    carried.close()
    assert carried.complaints == []


def kept_visits(page, *texts):
    """Which of the texts are in visits that the server has, each with how often."""
    page.goto("/visits/")
    shown = page.locator("section[aria-labelledby=recent] a[href^='/visits/']")
    addresses = shown.evaluate_all("links => links.map((one) => one.getAttribute('href'))")
    pages = [page.request.get(address).text() for address in addresses]
    return [sum(text in one for one in pages) for text in texts]


def test_three_visits_without_a_network_arrive_once(phone, own_server):
    made_ready(phone, "Rosa Medina")
    phone.kill()
    own_server.stop()
    page = drawn(phone.open(at="/visits/"))
    expect(page.get_by_text("There is no network just now.")).to_be_visible()
    expect(page.get_by_text("Next step:").first).to_be_visible()
    names = page.locator("[data-teachers] bdi").all_inner_texts()[:3]
    assert faults_of(page, widths=(320, 390)) == []
    write(page, names[0], FIRST)
    expect(page.get_by_label("Students quote the text")).to_be_visible()
    page.get_by_label("Students quote the text").check()
    assert faults_of(page, widths=(320, 390)) == []
    keep(page, "Keep, and share")
    write(page, names[1], SECOND)
    keep(page)
    expect(page.get_by_text("2 visits are not sent yet.")).to_be_visible()
    write(page, names[2], THIRD)
    wait_for_disk(page, lambda rows: not all(one["isDone"] for one in rows))
    phone.kill()

    page = drawn(phone.open(at="/visits/"))
    expect(page.get_by_text("2 visits are not sent yet.")).to_be_visible()
    page.get_by_role("link", name=names[2]).and_(page.locator("[data-records] a")).click()
    page.wait_for_selector("form[data-ready]")
    expect(page.get_by_label("One thing you saw")).to_have_value(THIRD)
    keep(page)
    assert len(on_disk(page)) == 3
    own_server.start()
    sign_in(page, "Rosa Medina")  # a browser that is killed may have lost that she was
    page.goto("/visits/offline/")
    expect(page.get_by_text("waits to be sent")).to_have_count(0, timeout=ARRIVES)
    assert on_disk(page) == []
    assert kept_visits(page, FIRST, SECOND, THIRD) == [1, 1, 1]


def test_form_of_the_page_waits_where_the_network_breaks(phone, own_server):
    page = made_ready(phone, "Rosa Medina")
    page.reload()  # from here on the worker has this page
    page.locator("a.tap").nth(3).click()
    page.get_by_label("One thing you saw").fill("Broken off while it was sent")
    expect(page.get_by_text("Saved as a draft at")).to_be_visible()
    own_server.stop()
    page.get_by_role("button", name="Keep for now").click()
    page.wait_for_url("**/visits/offline/")
    drawn(page)
    expect(page.get_by_text("One visit is not sent yet.")).to_be_visible()
    own_server.start()
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("waits to be sent")).to_have_count(0, timeout=ARRIVES)
    assert kept_visits(page, "Broken off while it was sent") == [1]


@pytest.mark.parametrize("lost", ["drops", "loses"])
def test_visit_is_sent_again_until_it_is_confirmed(playwright, own_server, tmp_path, lost):
    network = Network(own_server)
    phone = Handheld(playwright, network, tmp_path / "phone")
    page = made_ready(phone, "Rosa Medina")
    network.is_down = True
    page.goto("/visits/")
    write(
        drawn(page),
        page.locator("[data-teachers] bdi").nth(5).inner_text(),
        f"{ANSWER_LOST}: {lost}",
    )
    keep(page)
    setattr(network, lost, 2)
    network.is_down = False
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("waits to be sent")).to_have_count(0, timeout=ARRIVES)
    assert network.lost == 2
    assert kept_visits(page, f"{ANSWER_LOST}: {lost}") == [1]
    phone.close()
    network.close()


def test_two_windows_keep_both(phone, own_server):
    page = made_ready(phone, "Rosa Medina")
    own_server.stop()
    page.goto("/visits/")
    name = drawn(page).locator("[data-teachers] bdi").nth(6).inner_text()
    write(page, name, "Begun")
    wait_for_disk(page, bool)
    (record,) = on_disk(page)
    other = page.context.new_page()
    other.goto(f"{page.url}&record={record['id']}")
    other.wait_for_selector("form[data-ready]")
    other.get_by_label("One thing you saw").fill("In the other window")
    page.get_by_label("One next step").fill("In this window")
    expect(page.get_by_text("open in another window")).to_be_visible()
    keep(page)
    keep(other)
    own_server.start()
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("waits to be sent")).to_have_count(0, timeout=ARRIVES)
    assert kept_visits(page, "In the other window", "In this window") == [1, 1]


@pytest.mark.asvs("14.3.1", "14.3.3")
def test_signing_out_takes_the_keys_and_leaves_what_is_unsent(phone, own_server):
    page = made_ready(phone, "Rosa Medina")
    own_server.stop()
    page.goto("/visits/")
    name = drawn(page).locator("[data-teachers] bdi").nth(4).inner_text()
    write(page, name, "Unsent when she signed out")
    wait_for_disk(page, bool)
    own_server.start()
    page.goto("/today/")
    page.locator("summary", has_text="Your menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda address: "/today/" not in address)
    settled(page)
    page.goto("/visits/offline/")
    drawn(page)
    expect(page.get_by_text("Nobody is signed in on this device.")).to_be_visible()
    expect(page.get_by_text("A visit that cannot be read here")).to_be_visible()
    assert name not in page.content()
    assert "Unsent when" not in json.dumps(on_disk(page))

    page.goto("/account/login/")
    page.get_by_role("button", name="Daniel Reyes").click()
    expect(page.locator("h1")).to_contain_text("Daniel")
    page.goto("/visits/offline/")
    drawn(page)
    expect(page.get_by_text("A visit that cannot be read here")).to_have_count(0, timeout=ARRIVES)
    page.goto("/account/login/")
    page.get_by_role("button", name="Rosa Medina").click()
    expect(page.locator("h1")).to_contain_text("Rosa")
    page.goto("/visits/")
    page.locator("section[aria-labelledby=drafts] a", has_text=name).click()
    expect(page.get_by_label("One thing you saw")).to_have_value("Unsent when she signed out")


def test_after_its_time_a_device_writes_and_does_not_read(phone, own_server):
    page = made_ready(phone, "Rosa Medina")
    name = page.locator("a.tap bdi").first.inner_text()
    own_server.stop()
    page.clock.install()
    page.clock.fast_forward(TEN_DAYS)
    page.goto("/visits/")
    drawn(page)
    expect(page.get_by_text("You can write; what was written cannot be read here")).to_be_visible()
    assert name not in page.content()
    page.get_by_role("link", name="Write a visit").click()
    page.wait_for_selector("form[data-ready]")
    page.get_by_label("Whom did you visit?").fill("Room 12")
    page.get_by_label("One thing you saw").fill("Written after the lease")
    keep(page)
    assert faults_of(page, widths=(320, 390)) == []
    phone.close()
    own_server.start()
    page = phone.open(at="/today/")
    wait_for_disk(page, lambda rows: not rows)
    page.goto("/visits/")
    page.get_by_role("link", name="Room 12").click()
    expect(page.get_by_text("Written after the lease")).to_be_visible()
    assert faults_of(page, widths=(320, 1280)) == []
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_text("Discarded.")).to_be_visible()
    expect(page.get_by_role("link", name="Room 12")).to_have_count(0)
