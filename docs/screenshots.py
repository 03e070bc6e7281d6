"""Takes the documents' pictures: a demonstration of its own, served on loopback, in Chromium."""

import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.browser import QUIET, get_chromium
from tests.journeys.server import free_port, own_environment

IMAGES = Path(__file__).parent / "images"
PATIENCE = 180
DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}


def take_screenshots(say):
    with tempfile.TemporaryDirectory() as folder:
        address = f"http://127.0.0.1:{free_port()}"
        product = serve(Path(folder), address)
        try:
            wait_for(product, address)
            with sync_playwright() as programs:
                chromium = programs.chromium.launch(executable_path=get_chromium(), args=QUIET)
                for name, size in shots(chromium, address):
                    say(f"took {name}, {size // 1000} kB")
                chromium.close()
        finally:
            product.terminate()
            product.wait(timeout=60)


def serve(home, address):
    """The demonstration of the usual size, so that its numbers look as a district's do."""
    environment = {**own_environment(home), "CONVERGENT_DEVELOPMENT": "0"}
    port = address.rpartition(":")[2]
    command = [sys.executable, "-m", "convergent", "demo", "--seed", "1", "--port", port]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def wait_for(product, address):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and product.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/account/login/", timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The demonstration did not start.")


def shots(chromium, address):
    for theme in ("light", "dark"):
        page = opened(chromium, address, "Rosa Medina", color_scheme=theme, **DESK)
        yield taken(page, f"today-{theme}.png")
        page.get_by_role("link", name="Who leads what").first.click()
        yield taken(page, f"school-{theme}.png")
        page.context.close()
    page = opened(chromium, address, "Ngozi Okafor", **PHONE)
    yield taken(page, "today-phone.png")
    page.context.close()


def opened(chromium, address, name, **options):
    """Today of one of the cast, who signed in as everybody does in a demonstration."""
    context = chromium.new_context(base_url=address, locale="en-US", **options)
    page = context.new_page()
    page.goto("/account/login/")
    page.get_by_role("button", name=name).click()
    page.wait_for_url("**/today/")
    return page


def taken(page, name):
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=IMAGES / name, animations="disabled")
    return name, (IMAGES / name).stat().st_size
