"""A person before the shipped product: a server, a browser, and who sits there."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser import QUIET, find_chromium
from tests.journeys.server import Server, build
from tests.journeys.visitor import Visitors
from tests.once import copy_of_one_built_once

expect.set_options(timeout=30_000)  # as long as a click waits: a busy machine is no fault of ours


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory):
    """Of this worker alone: what one journey writes disturbs none on the other worker."""
    return copy_of_one_built_once(tmp_path_factory, "product", build)


@pytest.fixture(scope="package")
def server(demo_home):
    started = Server(demo_home).start()
    yield started
    assert started.stop() == 0
    assert started.troubles() == []


@pytest.fixture(scope="package")
def playwright():
    """One for all journeys of a worker, and not for its whole session: a second loop cannot run
    beside its own, and it would be in the way of other tests."""
    with sync_playwright() as programs:
        yield programs


@pytest.fixture(scope="package")
def chromium(playwright):
    started = playwright.chromium.launch(
        executable_path=find_chromium(),
        args=QUIET,
        ignore_default_args=["--disable-back-forward-cache"],  # people's browsers have one
    )
    yield started
    started.close()


@pytest.fixture(scope="package")
def signed_in():
    """The sessions of the cast, each begun once by tapping the name on the sign-in page."""
    return {}


@pytest.fixture
def visit(chromium, server, signed_in):
    """`visit("Rosa Medina")` gives her page; afterwards no browser may have complained."""
    visitors = Visitors(chromium, server, signed_in)
    yield visitors.visit
    visitors.leave()
    assert visitors.complaints == []
