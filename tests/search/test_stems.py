"""Words and their stems: any case, any accent, any form; and where a word stands in its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop import nearness, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Costing", "COSTS"),
        ("pharmacy", "pharmacies"),
        ("café", "CAFE\u0301"),
        ("organize", "organisation"),
        ("Trust’s", "trusts"),
        ("Straße", "STRASSE"),
        ("ﬁnance", "finance"),
        ("ŷd", "yd"),
    ],
)
def test_forms_of_a_word_are_one(one: str, other: str) -> None:
    assert stems.stems(one) == stems.stems(other)
    assert len(stems.stems(one)) == 1


def test_other_words_are_not() -> None:
    assert stems.stems("university") != stems.stems("pharmacy")
    assert stems.words("R&D at 3.5 % (NHS_England)") == ["r", "d", "at", "3", "5", "nhs", "england"]
    assert stems.words("x" * 100) == ["x" * stems.LONGEST]


@given(st.text(max_size=60))
def test_pieces_are_the_text_again_and_words_hold_nothing_a_query_means(text: str) -> None:
    wanted = stems.stems(text)[:2]
    assert "".join(part for part, _ in stems.pieces(text, wanted)) == text
    assert all(word.isalnum() or not set(word) & set(" '\"|&!():*\\\t\n") for word in stems.words(text))


@given(st.text(st.characters(max_codepoint=0x24F), max_size=60))
def test_what_a_text_is_found_by_is_marked_in_it(text: str) -> None:
    marked = {
        stem for part, is_hit in stems.pieces(text, stems.stems(text)) if is_hit for stem in stems.stems(part)
    }
    assert marked == set(stems.stems(text))


def naive(one: str, other: str) -> int:
    """Optimal string alignment, written down once more and slowly."""
    table = {(i, -1): i + 1 for i in range(-1, len(one))} | {(-1, j): j + 1 for j in range(-1, len(other))}
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a != b))
            if i and j and a == other[j - 1] and one[i - 1] == b:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return min(table[len(one) - 1, len(other) - 1], nearness.FAR)


@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_a_distance_is_the_least_number_of_mistakes(one: str, other: str) -> None:
    assert nearness.distance(one, other) == naive(one, other)


@given(st.text("abcdefgh", min_size=4, max_size=12), st.data())
def test_a_word_with_one_mistake_has_a_key_in_common_with_it(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcxyz"))
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    for wrong in (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        swapped,
    ):
        assert nearness.keys(word, without=1) & nearness.keys(wrong, without=2), wrong
