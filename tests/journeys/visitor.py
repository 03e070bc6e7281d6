"""One person's browser, and what it complains of: console, scripts, refused or failed answers.

A status that a journey provokes is expected by it: `page.expected.add(404)`.
"""

from playwright.sync_api import expect

HANDHELD = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
    "user_agent": (
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/130.0.0.0 Mobile Safari/537.36"
    ),
}


class Visitors:
    def __init__(self, chromium, server, signed_in):
        self.chromium, self.server, self.signed_in = chromium, server, signed_in
        self.contexts, self.complaints = [], []

    def visit(self, name="", *, at="", **options):
        """A page of a browser of its own; of the person `name`, who is at Today unless told."""
        page = self._open(**options)
        if not name:
            page.goto(at or "/account/login/")
        elif name in self.signed_in:
            page.context.add_cookies(self.signed_in[name])
            page.goto(at or "/today/")
        else:
            sign_in(page, name)
            self.signed_in[name] = page.context.cookies()
            if at:
                page.goto(at)
        return page

    def _open(self, **options):
        usual = {
            "base_url": self.server.address,
            "viewport": {"width": 1280, "height": 900},
            "locale": "en-US",
        }
        context = self.chromium.new_context(**{**usual, **options})
        context.set_default_timeout(60_000)
        self.contexts.append(context)
        expected = set()
        context.on("page", lambda page: self._listen(page, expected))
        return context.new_page()

    def _listen(self, page, expected):
        page.expected = expected
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("console", lambda said: self._note_console(said, expected))
        page.on("response", lambda answer: self._note_answer(answer, expected))

    def _note_console(self, said, expected):
        """The console repeats refused answers, which `_note_answer` judges by their status; so
        does htmx."""
        repeats = ("Failed to load", *(f"Response Status Error Code {one}" for one in expected))
        if said.type in {"error", "warning"} and not said.text.startswith(repeats):
            self.complaints.append(f"console: {said.text}")

    def _note_answer(self, answer, expected):
        if answer.status >= 400 and answer.status not in expected:
            self.complaints.append(f"{answer.status}: {answer.request.method} {answer.url}")

    def leave(self):
        for context in self.contexts:
            context.close()


def sign_in(page, name):
    """As a person does: tap the name."""
    press_name(page, name)
    expect(page.locator("h1")).to_contain_text(name.split()[0])


def press_name(page, name):
    page.goto("/account/login/")
    page.get_by_role("button", name=name).click()
