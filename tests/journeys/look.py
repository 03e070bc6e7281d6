"""What must hold on every page at every width, in light and dark."""

from axe_playwright_python.sync_playwright import Axe

WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
AXE = Axe()
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
SIDEWAYS = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1)
    .slice(0, 3).map((one) => `${one.tagName}.${one.className}`);
}"""


def faults_of(page, widths=WIDTHS, schemes=SCHEMES):
    """Every violation that axe finds, and every page wider than its window, in words."""
    before = page.viewport_size
    found = []
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{scheme} {width}: {fault}" for fault in _faults_now(page)]
    page.set_viewport_size(before)
    return found


def _faults_now(page):
    yield from (f"wider than the window: {one}" for one in page.evaluate(SIDEWAYS))
    for violation in AXE.run(page, options=OPTIONS).response["violations"]:
        for node in violation["nodes"][:3]:
            yield f"{violation['id']} {node['target']} {node['failureSummary']}"
