"""What must hold on every page at every width, in light and dark."""

from axe_playwright_python.base import AXE_SCRIPT

WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# In the dark nothing but colours differs, so nothing else is asked a second time.
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
SIDEWAYS = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1)
    .slice(0, 3).map((one) => `${one.tagName}.${one.className}`);
}"""


def settled(page):
    """A click returns before the page it leads to is there; a page half there has no faults yet."""
    page.wait_for_load_state()
    page.wait_for_function("document.readyState === 'complete' && document.body !== null")


def faults_of(page, *, widths=WIDTHS, schemes=SCHEMES, within=None):
    """Every violation that axe finds, and every page wider than its window, in words.

    `within` is a part that covers others: what lies under it cannot be met, and need not be.
    """
    settled(page)
    before = page.viewport_size
    found = []
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            options = OPTIONS if scheme == "light" else COLOURS
            found += [f"{scheme} {width}: {fault}" for fault in _faults_now(page, within, options)]
    page.set_viewport_size(before)
    return found


def _faults_now(page, within, options):
    yield from (f"wider than the window: {one}" for one in page.evaluate(SIDEWAYS))
    for violation in _violations(page, within, options):
        for node in violation["nodes"][:3]:
            yield f"{violation['id']} {node['target']} {node['failureSummary']}"


def _violations(page, within, options):
    """As `axe_playwright_python` does it, but a page is sent the script once, not six times."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    run = "([within, options]) => axe.run(within ?? document, options)"
    return page.evaluate(run, [within, options])["violations"]
