"""What was changed between two texts is told whole, word by word, and in bounded time."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cop.differences import MOST, Change, compare

TEXTS = st.text(st.sampled_from("ab .\n_é"), max_size=40)


def parts(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.change.value, piece.text) for piece in compare(before, after)]


@settings(deadline=None)
@given(before=TEXTS, after=TEXTS)
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.change is not Change.TAKEN) == after
    assert all(piece.text for piece in pieces) or not (before or after)


def test_words_are_compared_and_not_letters() -> None:
    assert parts("Ten patients came.", "Twelve patients came.") == [
        ("taken", "Ten"),
        ("added", "Twelve"),
        ("same", " patients came."),
    ]
    assert parts("Same", "Same") == [("same", "Same")]


def test_words_side_by_side_are_one_change() -> None:
    changed = parts("The quick brown fox", "The slow red fox")
    assert changed == [("same", "The "), ("taken", "quick brown"), ("added", "slow red"), ("same", " fox")]


def test_where_too_many_words_differ_lines_are_compared_and_then_nothing() -> None:
    kept = "This line stays.\n"
    old, new = (kept + " ".join(f"{word}{number}" for number in range(MOST)) for word in ("old", "new"))
    assert parts(old, new)[0] == ("same", kept)
    assert len(parts(old, new)) == 3
    lines = ["".join(f"{word}{number}\n" for number in range(MOST)) for word in ("old", "new")]
    assert parts(*lines) == [("taken", lines[0]), ("added", lines[1])]
