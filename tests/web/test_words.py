"""The words of the product: plain English, and every language whole."""

import re
import string
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from tools.messages import LANGUAGES, catalogue, po_file, texts, written

import convergent

SOURCE = Path(convergent.__file__).parent
TEMPLATES = sorted(path for path in SOURCE.rglob("templates/**/*") if path.is_file())
without_records = pytest.mark.without_records


in_every_language = pytest.mark.parametrize("language", LANGUAGES)


def forms(words):
    return [words] if isinstance(words, str) else list(words)


def messages(catalog):
    return [message for message in catalog if message.id]


def translated(language):
    """What has no translation yet is another test's to say."""
    return [one for one in messages(stored(language)) if all(forms(one.string or ""))]


ENGLISH = sorted({words for message in messages(texts()) for words in forms(message.id)})


# ---- The catalogues


def stored(language):
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


@without_records
@in_every_language
def test_a_catalogue_is_as_the_tool_writes_it(language):
    """Else: `./dev messages`."""
    po, mo = written(catalogue(language))
    assert po_file(language).read_text().splitlines() == po.decode().splitlines()
    assert po_file(language).with_suffix(".mo").read_bytes() == mo
    assert written(stored(language))[1] == mo


@without_records
@in_every_language
def test_every_text_is_translated(language):
    missing = [one.id for one in messages(stored(language)) if not all(forms(one.string or ""))]
    assert missing == []


@without_records
@in_every_language
def test_nothing_is_fuzzy(language):
    catalog = stored(language)
    assert not catalog.fuzzy
    assert [one.id for one in messages(catalog) if one.fuzzy] == []


@without_records
def test_every_file_with_texts_is_read():
    read = {place for message in texts() for place, _line in message.locations}
    speaking = re.compile(r"{% (?:blocktranslate|translate|blocktrans|trans) ")
    speak = {
        str(path.relative_to(SOURCE)) for path in TEMPLATES if speaking.search(path.read_text())
    }
    assert sorted(speak - read) == []


PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def placeholders(words):
    named = set(PLACEHOLDER.findall(words))
    braced = {
        name for _, name, _, _ in string.Formatter().parse(PLACEHOLDER.sub("", words)) if name
    }
    return named | braced


@without_records
@in_every_language
def test_translations_fill_in_what_the_english_does(language):
    """The singular may leave its number out, in either language: “one thing”."""
    wrong = []
    for message in translated(language):
        english, other = forms(message.id), forms(message.string)
        asked = placeholders(english[-1])
        for at, words in enumerate(other):
            is_one = at == 0 and len(other) > 1
            given = placeholders(words)
            if not (given <= asked if is_one else given == asked):
                wrong.append((message.id, words))
    assert wrong == []


@without_records
@in_every_language
def test_translations_can_be_filled_in(language):
    for message in translated(language):
        said = dict.fromkeys(placeholders(forms(message.id)[-1]), 2)
        if "python-format" in message.flags and said:  # “90% interval” looks like one
            for words in forms(message.string):
                assert "%(" not in words % said


@without_records
@in_every_language
def test_translations_begin_and_end_as_the_english_does(language):
    """A button stays a button, a sentence a sentence; a greeting ends as its language does."""
    ends = {".", "?", ":"}
    wrong = [
        (message.id, words)
        for message in translated(language)
        for english, words in zip(forms(message.id), forms(message.string), strict=True)
        if (
            (english[-1] in ends or words[-1] in ends)
            and english[-1] != words[-1]
            and english[-1] != ","
        )
        or (english[0] == " ", english[-1] == " ") != (words[0] == " ", words[-1] == " ")
        or (
            (english[:2].istitle() and english[1:2].isalpha() and words[0].islower())
            and english.split()[0] not in PEOPLES
        )
        or (english[0].islower() and words[0].isupper())
    ]
    assert wrong == []


@without_records
def test_spanish_says_usted_and_writes_its_marks():
    familiar = re.compile(
        r"\b(tú|tu|tus|ti|te|contigo|tuyo|usuari\w+|clic\w*|por favor)\b", re.IGNORECASE
    )
    said = [words for one in messages(stored("es")) for words in forms(one.string)]
    assert [words for words in said if familiar.search(words)] == []
    assert [words for words in said if re.search("[\"«»]|'", words)] == []
    assert [words for words in said if words.count("?") != words.count("¿")] == []


# ---- The English


NEVER = re.compile(
    r"\b(users?|entit(?:y|ies)|submit\w*|complian(?:ce|t)|click|please"
    r"|errors? occurred|invalid)\b",
    re.IGNORECASE,
)
SCORE = re.compile(r"\bscores?\b", re.IGNORECASE)
EVALUATION = re.compile(r"\bevaluations?\b", re.IGNORECASE)
SPEAK_OF_TESTS = ("facts/measures/", "learning/", "loads/presenters/")
TAG = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->|<(?:script|style).*?</\w+>", re.DOTALL)
SPOKEN_BY = re.compile(r'{%-? translate "([^"]*)"|(?:aria-label|placeholder|title|alt)="([^"{]*)"')


def spoken_in(template):
    text = template.read_text()
    said = [word for found in SPOKEN_BY.findall(text) for word in found if word]
    return " ".join([*said, re.sub(r"<[^>]*>", " ", TAG.sub(" ", text))])


@without_records
def test_our_own_words_are_never_said():
    assert [words for words in ENGLISH if NEVER.search(words)] == []


@without_records
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_says_them(path):
    assert NEVER.findall(spoken_in(path)) == []


@without_records
def test_a_score_is_one_of_a_test():
    said = [one for one in texts() if any(SCORE.search(words) for words in forms(one.id))]
    places = {str(place) for one in said for place, _line in one.locations}
    assert [place for place in places if not place.startswith(SPEAK_OF_TESTS)] == []
    speak = [path for path in TEMPLATES if SCORE.search(spoken_in(path))]
    assert {path.relative_to(SOURCE).parts[0] for path in speak} <= {"learning"}


@without_records
def test_an_evaluation_is_one_of_a_teacher():
    """Visits say what may come of them; nothing else is ever called so."""
    said = [one for one in texts() if any(EVALUATION.search(words) for words in forms(one.id))]
    places = {str(place) for one in said for place, _line in one.locations}
    assert [place for place in places if not place.startswith("practice/")] == []
    speak = [path for path in TEMPLATES if EVALUATION.search(spoken_in(path))]
    assert {path.relative_to(SOURCE).parts[0] for path in speak} == {"practice"}


PEOPLES = {"African", "Alaska", "American", "Asian", "Black", "Hispanic", "Indian", "Islander"} | {
    *("Latino", "Native", "Pacific", "White")
}
PROPER = PEOPLES | {
    *("I", "I’m", "Convergent", "Today", "OneRoster", "K", "Enter", "Escape", "FOLDER", "Word"),
    *("America/Chicago", "Bearer", "English", "Excel", "Ho", "IDs", "OAuth", "Reardon", "Windows"),
}
FILLED_IN = re.compile(r"%\(\w+\)s$")


def is_name(word):
    """Of somebody or something; or an abbreviation."""
    return word in PROPER or (len(word) > 1 and word.isupper())


def in_title_case(words):
    """Capitals within a sentence, on words that are no names."""
    parts = words.split()
    return [
        part
        for before, part in pairwise(parts)
        if part[0].isupper()
        and not is_name(part.strip(".,;:?”"))
        and before[-1] not in ".?!:"
        and not FILLED_IN.search(before)
    ]


@without_records
def test_sentences_are_in_sentence_case():
    assert {words: found for words in ENGLISH if (found := in_title_case(words))} == {}


@without_records
def test_title_case_is_found():
    assert in_title_case("Add The Role") == ["The", "Role"]
    assert in_title_case("Go to Today. Then rest: “My phone”") == []
