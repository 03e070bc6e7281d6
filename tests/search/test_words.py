"""The form in which texts are found: the same for what is kept and for what is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergent.search.words import LONGEST_WORD, MOST_WORDS, spans, words_in, words_typed

pytestmark = pytest.mark.without_records


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("nunez", "Marisol Núñez"),
        ("NÚÑEZ", "nunez"),
        ("oneil", "Ana Nuñez-O’Neil"),
        ("o'neil", "Ana Nunez-ONeil"),
        ("strasse", "Straße"),
        ("aoede", "Æ Œ aœdé".replace("Æ Œ ", "")),
        ("احمد", "أحْمَد"),
        ("محمد", "محـــمّد"),
        ("שלום", "\u200fשָׁלוֹם\u200f"),
        ("6th", "6th-grade team"),
        ("1", "Ⅰ ¹"),
        ("zebra", "Zebra"),
        ("陈", "陈伟"),
    ],
)
def test_word_finds_what_is_written_otherwise(typed, kept):
    (word,) = words_typed(typed)
    assert any(one.startswith(word) for one in words_in(kept))


def test_letter_that_is_written_out_is_not_taken_for_another_letter():
    (arabic,) = words_typed("م")
    assert not any(one.startswith(words_typed("zy")[0]) for one in [arabic])
    assert not arabic.startswith(words_typed("z")[0])


def test_span_says_where_its_word_stands():
    text = "«Núñez», 6th-grade: أحمد"
    assert [text[one.start : one.end] for one in spans(text)] == ["Núñez", "6th", "grade", "أحمد"]


def test_long_paste_is_read_by_its_first_words():
    assert len(words_typed("reading " * 1_250)) == 1
    assert len(words_typed(" ".join(map(str, range(5_000))))) == MOST_WORDS
    assert words_typed("x" * 10_000) == ["x" * LONGEST_WORD]


def test_nothing_but_signs_holds_no_word():
    assert words_typed("“ – ” %_* \u200f\"'") == []


@given(st.text(max_size=40))
def test_every_word_is_ascii_letters_and_digits_alone(text):
    assert all(word.isascii() and word.isalnum() for word in words_in(text))


@given(st.text(max_size=20), st.text(max_size=20))
def test_words_of_two_texts_are_those_of_both_together(one, other):
    assert words_in(f"{one} {other}") == words_in(one) | words_in(other)
