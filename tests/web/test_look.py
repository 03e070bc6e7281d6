"""The look: inks that can be read, parts that say what they must, nothing the CSP refuses."""

import hashlib
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string

import convergent.web
from convergent.web.forms import say_who_sees
from convergent.web.templatetags.components import along, initials, undo_url, width_along
from convergent.web.views import errors

WEB = Path(convergent.web.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
STYLES = sorted((WEB / "static/css").glob("*.css"))
SCRIPTS = sorted((WEB / "static/js").glob("*.js"))
TOKENS = (WEB / "static/css/tokens.css").read_text()
HTMX_SHA256 = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"
UNSPOKEN = re.compile(
    r"{#.*?#}|<!doctype html>|<svg.*?</svg>|{% blocktranslate.*?endblocktranslate %}"
    r"|{% block body_attributes.*?endblock %}",
    flags=re.DOTALL,
)
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|hx-on|<script(?![^>]*\s(?:src=|type=\"application/json\"))"
)
OURS = [path for path in TEMPLATES if path.parent.name in {"components", "forms", "web", "parts"}]


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Addresses without a manifest: nobody has collected the files for these tests."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def draw(template, **context):
    return engines["django"].from_string(template).render(context)


def values(start):
    block = TOKENS[TOKENS.index(start) :]
    return re.findall(r"(--[\w-]+): (.+);", block[: block.index("}")])


def colours(start):
    return {name: value for name, value in values(start) if re.fullmatch("#[0-9a-f]{6}", value)}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


LIGHT = ":root {"
DARK = ':root[data-theme="dark"] {'
READ_ON = {
    "--ink": ("--paper", "--surface", "--sunken", "--accent-soft", "--attention-soft"),
    "--ink-second": ("--paper", "--surface", "--sunken", "--accent-soft", "--attention-soft"),
    "--ink-third": ("--paper", "--surface", "--sunken"),
    "--accent": ("--paper", "--surface", "--accent-soft"),
    "--attention": ("--paper", "--surface", "--attention-soft"),
    "--on-accent": ("--accent", "--accent-strong"),
}


def test_dark_by_system_and_dark_by_choice_are_the_same():
    assert values(':root:not([data-theme="light"]) {') == values(DARK)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_ink_can_be_read_on_every_ground_it_stands_on(theme):
    tokens = colours(theme)
    weak = {
        (ink, ground): round(contrast(tokens[ink], tokens[ground]), 2)
        for ink, grounds in READ_ON.items()
        for ground in grounds
        if contrast(tokens[ink], tokens[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["--paper", "--surface", "--sunken"])
def test_the_border_of_a_field_can_be_seen(theme, ground):
    tokens = colours(theme)
    assert contrast(tokens["--edge"], tokens[ground]) >= 3


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_live_in_the_tokens_alone(path):
    found = re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", path.read_text())
    assert path.name == "tokens.css" or found == []


def test_every_token_that_is_used_is_defined():
    used = {name for path in STYLES for name in re.findall(r"var\((--[\w-]+)", path.read_text())}
    assert used - set(re.findall(r"(--[\w-]+):", TOKENS)) == set()


def test_every_file_that_a_style_names_is_there():
    missing = [
        name
        for path in STYLES
        for name in re.findall(r'url\("([^"]+)"\)', path.read_text())
        if not (path.parent / name).is_file()
    ]
    assert missing == []


def test_htmx_is_the_pinned_release():
    vendored = WEB / "static/vendor/htmx-2.0.11.min.js"
    assert hashlib.sha256(vendored.read_bytes()).hexdigest() == HTMX_SHA256


@pytest.mark.asvs("1.2.3", "3.4.3")
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_needs_an_inline_style_or_script(path):
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.asvs("14.2.3")
@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS, *OURS], ids=lambda path: path.name)
def test_nothing_is_fetched_from_elsewhere(path):
    assert re.findall(r"(?:https?:)?//[a-z][\w.-]+\.[a-z]{2,}", path.read_text()) == []


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS, *OURS], ids=lambda path: path.name)
def test_files_stay_short(path):
    limit = {".css": 300, ".js": 150, ".html": 120}[path.suffix]
    assert len(path.read_text().splitlines()) <= limit


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_every_visible_word_can_be_translated(path):
    text = UNSPOKEN.sub(" ", path.read_text())
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text)
    spoken = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*\w[^"]*)"', text)
    words = re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>", " ", text))
    assert set(words) <= {"Convergent"}
    assert spoken == []


def test_every_icon_that_a_template_names_is_drawn():
    named = {
        name for path in TEMPLATES for name in re.findall(r'{% icon "(\w+)"', path.read_text())
    }
    drawn = set(re.findall(r'id="(\w+)"', (WEB / "static/img/icons.svg").read_text()))
    assert named - drawn == set()


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "expired", "offline"])
def test_error_pages_need_nothing_to_be_drawn(name):
    page = render_to_string(f"{name}.html")
    assert page.count("<h1>") == 1
    assert "data-keeps-drafts" in page


@pytest.mark.asvs("14.2.2")
@pytest.mark.django_db
def test_no_error_page_is_kept_by_a_browser(rf):
    """One of them shows what was typed."""
    for respond in (errors.bad_request, errors.not_there):
        assert "no-store" in respond(rf.get("/"), Exception()).headers["Cache-Control"]
    for respond in (errors.our_fault, errors.expired):
        assert "no-store" in respond(rf.post("/")).headers["Cache-Control"]


def test_a_place_on_an_axis_is_a_share_of_its_length_and_stays_on_it():
    axis = {"low": 20, "high": 70}
    assert [along(value, axis) for value in (20, 45, 70, 90)] == [
        "0.00%",
        "50.00%",
        "100.00%",
        "100.00%",
    ]
    assert width_along(30, 40, axis) == "20.00%"


def test_undo_is_read_from_a_message_and_only_from_its_own_tag():
    assert undo_url(SimpleNamespace(extra_tags="quiet undo:/moves/3/undo")) == "/moves/3/undo"
    assert undo_url(SimpleNamespace(extra_tags="quiet")) == ""
    assert undo_url(SimpleNamespace(extra_tags=None)) == ""


def test_initials_are_of_the_first_and_the_last_word():
    assert initials("Ana María de la Torre") == "AT"
    assert initials("Cher") == "C"


def test_a_mark_says_its_meaning_unless_words_stand_beside_it():
    assert 'aria-label="partly"' in draw('{% mark "half" %}')
    assert 'aria-label="accounts differ"' in draw('{% mark "diamond" "accounts differ" %}')
    assert 'aria-hidden="true"' in draw('{% mark "ring" silent=True %}')


def test_a_deed_is_a_form_and_a_way_is_a_link():
    template = '{% include "components/action.html" %}'
    deed = draw(template, action={"label": "Done", "url": "/done", "method": "post"})
    way = draw(template, action={"label": "Open", "url": "/open", "method": "get"})
    assert '<form method="post" action="/done">' in deed
    assert '<a class="button" href="/open">' in way


def test_a_button_of_the_agenda_is_named_with_what_it_is_about():
    deeds = [{"label": "Extend", "url": "/a"}, {"label": "End", "url": "/b", "method": "post"}]
    items = [{"title": "One", "actions": deeds}, {"title": "Two", "actions": deeds}]
    page = draw('{% include "components/agenda.html" %}', groups=[{"title": "G", "items": items}])
    titles = dict(re.findall(r'id="(item-[\d-]+)">(\w+)<', page))
    named = re.findall(r'id="([\w-]+)" aria-labelledby="([\w-]+) ([\w-]+)">(\w+)<', page)
    assert [(label, titles[item]) for _, _, item, label in named] == [
        ("Extend", "One"),
        ("End", "One"),
        ("Extend", "Two"),
        ("End", "Two"),
    ]
    assert all(own == first for own, first, _, _ in named)
    assert len({own for own, _, _, _ in named}) == len(named)


@pytest.mark.asvs("1.1.2", "1.2.1", "3.2.2")
def test_what_people_wrote_is_escaped():
    groups = [{"title": "<b>", "items": [{"when": "<i>", "title": "<script>", "detail": "<u>"}]}]
    page = draw('{% include "components/agenda.html" %}', groups=groups)
    assert re.findall("<b>|<i>|<script>|<u>", page) == []


def test_a_withheld_number_says_why_and_shows_no_dot():
    rows = [{"label": "Foster care", "suppressed": "fewer than 10 students"}]
    axis = {"low": 0, "high": 10, "ticks": []}
    page = draw('{% include "components/figure_rows.html" %}', rows=rows, axis=axis)
    assert "fewer than 10 students" in page
    assert "dots-dot" not in page


class NoteForm(forms.Form):
    note = forms.CharField(
        label="One thing you saw",
        help_text="Say it as you would in the hallway",
        widget=forms.Textarea(attrs={"data-draft-key": "note"}),
        error_messages={"required": "Write one thing you saw."},
    )
    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect, choices=[("a", "A")])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_who_sees(self, "note", "Only you and Ms. Nwosu")


def test_who_sees_it_is_said_before_the_field_and_read_with_it():
    page = str(NoteForm())
    assert page.index("Only you and Ms. Nwosu") < page.index("<textarea")
    assert 'aria-describedby="id_note_who_sees id_note_helptext"' in page


@pytest.mark.asvs("14.3.3")
def test_private_text_is_never_drafted():
    textarea = re.search("<textarea[^>]*>", str(NoteForm()))[0]
    assert "data-private" in textarea
    assert "[data-draft-key]:not([data-private])" in (WEB / "static/js/drafts.js").read_text()


def test_each_error_stands_beside_its_field_and_in_a_summary_that_links_to_it():
    page = str(NoteForm({}))
    assert '<a href="#id_note">Write one thing you saw.</a>' in page
    assert '<a href="#id_kind_0">' in page
    assert 'id="id_note_error"' in page
    assert "2 things to mend" in page


def test_a_form_without_errors_has_no_summary():
    assert "data-error-summary" not in str(NoteForm())
