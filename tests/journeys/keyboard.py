"""Hands on the keyboard, eyes on the focus: it is seen wherever it goes, and never stuck."""

FAR = 120  # no page asks for more presses of Tab than this
FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body || one === null) return null;
  const said = one.getAttribute("aria-label") || one.labels?.[0]?.innerText || one.innerText || "";
  const box = one.getBoundingClientRect();
  const framed = one.closest(".palette-top") ?? one;  // the palette's field underlines its row
  const style = getComputedStyle(one), frame = getComputedStyle(framed);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const underlined = framed !== one && parseFloat(frame.borderBlockEndWidth) >= 2;
  const at = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].map(([across, down]) =>
    document.elementFromPoint(box.x + across * box.width, box.y + down * box.height));
  return {
    name: said.replace(/\\s+/g, " ").trim(),
    tag: one.tagName.toLowerCase(),
    shown: outlined || underlined,
    uncovered: at.some((seen) => seen !== null && (one.contains(seen) || seen.contains(one))),
    html: one.outerHTML.slice(0, 160),
  };
}"""


class Hands:
    def __init__(self, page):
        self.page = page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.type(text)

    def focus(self):
        """What has the focus; None at the end of the page. Fails where that cannot be seen."""
        one = self.page.evaluate(FOCUS)
        assert one is None or one["tag"] == "main" or (one["shown"] and one["uncovered"]), one
        return one

    def tab_to(self, words, *, back=False):
        """Tab until something of that name has the focus."""
        passed = []
        for _ in range(FAR):
            self.press("Shift+Tab" if back else "Tab")
            one = self.focus()
            if one is not None and words in one["name"]:
                return one
            passed.append(one and one["name"])
        raise AssertionError(f"Tab never came to “{words}”, but to {passed}")

    def find(self, letters, name):
        """Through the palette, to the page of `name`."""
        self.press("Control+k")
        palette = self.page.get_by_role("dialog", name="Find a person, school, page")
        palette.wait_for()
        self.focus()
        self.type(letters)
        option = palette.get_by_role("option", name=name).first
        option.wait_for()
        while option.get_attribute("aria-selected") != "true":
            self.press("ArrowDown")
        self.press("Enter")
        self.page.get_by_role("heading", level=1, name=name).wait_for()
