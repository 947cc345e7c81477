"""Listed words in a text: each is found whatever its case and neighbours, none inside another word, in linear time."""

import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cop.errors import Invalid
from cop.wordlists import LONGEST, MARK, MOST_WORDS, Phrase, WordList

LETTERS = "abcdefgstxyzABCXYZ019éüñçøßžĂβΩджЯ\u03c3"
words = st.text(LETTERS, min_size=1, max_size=8)
phrases = st.lists(words, min_size=1, max_size=MOST_WORDS).map(" ".join)
gaps = st.text("  \n\t-_*~`\u2011–", min_size=1, max_size=3)
signs = st.text(' .,;:!?()[]"„“«»/\\\n\t…—', min_size=1, max_size=3)
cases = st.sampled_from([str.lower, str.upper, str.title, str.swapcase, str])


def listing(*typed: str) -> WordList[str]:
    return WordList((Phrase.of(each), each) for each in typed)


def found(text: str, *typed: str) -> list[tuple[str, str]]:
    """What is found in `text`, as it stands there, and the entry."""
    return [(text[each.start : each.end], each.entry) for each in listing(*typed).found(text)]


@given(phrase=phrases, case=cases, gap=gaps, before=signs, after=signs, others=st.lists(phrases, max_size=5))
def test_every_listed_word_is_found_whatever_its_case_and_neighbours(
    phrase, case, gap, before, after, others
):
    written = gap.join(case(word) for word in phrase.split())
    text = f"{before}{written}{after}"
    start = len(before)
    assert (start, start + len(written), phrase) in [
        (each.start, each.end, each.entry) for each in listing(*others, phrase).found(text)
    ]


@given(word=words, before=words, after=words)
def test_nothing_is_found_inside_another_word(word, before, after):
    for text in (f"{before}{word}", f"{word}{after}", f"{before}{word}{after}", f"{before}’{word}"):
        in_it = Phrase.of(text).words
        if len(in_it) == 1 and in_it != Phrase.of(word).words:  # the s of “…’s” stands by itself
            assert found(text, word) == []
    assert found(f"{before} {word} {after}", word), "control"


@given(stem=st.text(LETTERS, min_size=3, max_size=8), ending=st.text(LETTERS, max_size=40), before=words)
def test_an_open_end_finds_any_ending_and_no_other_beginning(stem, ending, before):
    assert (f"{stem}{ending}", f"{stem}*") in found(f"so {stem}{ending}.", f"{stem}*")
    text = f"{before}{stem}{ending}"
    begins = Phrase.of(text).words[0].startswith(Phrase.of(stem).words[0])
    assert bool(found(text, f"{stem}*")) is begins


few = st.sampled_from(["one", "two", "three"])
runs = st.lists(st.one_of(few, few, few, words), min_size=1, max_size=3).map(" ".join)
stems = st.text(LETTERS, min_size=3, max_size=6).map("{}*".format)
lists = st.dictionaries(st.one_of(runs, runs, stems), runs, min_size=1, max_size=6)


@settings(max_examples=500)
@given(replacing=lists, data=st.data())
def test_no_listed_word_is_left_and_doing_it_again_changes_nothing(replacing, data):
    entries = st.sampled_from(sorted(replacing)).map(lambda typed: typed.rstrip("*"))
    text = " ".join(data.draw(st.lists(st.one_of(entries, few, words, signs), max_size=12)))
    those = listing(*replacing)
    once = those.replaced(text, replacing.__getitem__)
    assert list(those.found(once)) == []
    assert those.replaced(once, replacing.__getitem__) == once


@given(text=st.text(max_size=60), phrase=phrases)
def test_what_has_none_stays_as_it_is(text, phrase):
    if not found(text, phrase):
        assert listing(phrase).replaced(text, lambda _: MARK) == text


def test_the_longest_is_replaced_and_every_one_is_found():
    text, typed = "A foo bar, foo.", ("foo", "foo bar")
    assert found(text, *typed) == [("foo bar", "foo bar"), ("foo", "foo"), ("foo", "foo")]
    assert listing(*typed).replaced(text, {"foo": "X", "foo bar": "Y"}.__getitem__) == "A Y, X."


def test_a_word_that_is_made_by_its_neighbours_is_a_mark():
    those = listing("one", "two three")
    assert those.replaced("one three", {"one": "two", "two three": "one"}.__getitem__) == MARK


@pytest.mark.parametrize(
    ("text", "typed", "is_there"),
    [
        ("the foo’s end", "foo", True),
        ("the FOO'S end", "foo", True),
        ("don’t", "don't", True),
        ("don’t", "don", False),
        ("O'Brien", "brien", False),
        ("‘foo’", "foo", True),
        ("cafe\u0301", "café", True),
        ("café", "cafe\u0301", True),
        ("cafe\u0301", "cafe", False),
        ("cafe", "café", False),
        ("f\u200bo\u00ado", "foo", True),
        ("STRASSE", "straße", True),
        ("foo, bar", "foo bar", False),
        ("foo. Bar", "foo bar", False),
        ("**foo** _bar_", "foo bar", True),
        ("foo\n\nbar", "foo bar", True),
        (f"foo {MARK} bar", "foo bar", False),
        ("हिन्दी", "हिन", False),
        ("हिन्दी", "हिन्दी", True),
    ],
)
def test_what_is_a_word_and_what_is_a_phrase(text, typed, is_there):
    assert bool(found(text, typed)) is is_there


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "*",
        "**",
        "ab*",
        "foo *",
        "f*o",
        "foo**",
        "C++",
        "a, b",
        ".",
        "…",
        "a b c d e f",
        "x" * (LONGEST + 1),
    ],
)
def test_what_is_no_plain_word_is_refused(typed):
    with pytest.raises(Invalid) as refused:
        Phrase.of(typed)
    assert refused.value.field == "phrase"


@pytest.mark.parametrize("typed", ["(a+)+$", "[a-z]", "a|b", "\\w", "a.b", "^a"])
def test_an_expression_is_only_words(typed):
    with pytest.raises(Invalid):
        Phrase.of(typed)


@given(st.one_of(phrases, st.text(LETTERS, min_size=3, max_size=8).map("{}*".format)))
def test_a_phrase_is_known_by_what_is_kept_of_it(typed):
    phrase = Phrase.of(typed)
    assert Phrase.kept(phrase.folded) == phrase


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python are run by it."""
    counted = 0

    def count(_frame, event, _argument):
        nonlocal counted
        counted += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted


HOSTILE = [
    "a",
    "a ",
    "aaa ",
    "a a a a b ",
    "'s",
    "a'",
    "a’s ",
    "*_",
    "a\u0301",
    "a\u0316\u0301",
    "\u200b",
    "a\u200b",
    "-",
    "a-",
    "\n",
    f"{MARK} a ",
    "ß",
    "aaab ",
]
STEMS = [f"{'a' * number}*" for number in range(3, 59)]
ENTRIES = ["a", "a a", "a a a", "a a a a", "a a a a a", "a a a a aab*", *STEMS]


@pytest.mark.parametrize("piece", HOSTILE)
def test_what_is_added_takes_as_long_as_what_was_there(piece):
    """Steps are counted, not time. What a dict and the expression do within one is bounded by what a word holds."""
    those = listing(*ENTRIES)
    list(those.found("a"))  # what is made once is made
    first, second, third = (
        steps(lambda n=n: those.replaced(piece * n, lambda _: "b")) for n in (500, 1_000, 1_500)
    )
    assert third - second <= (second - first) * 1.01 + 10
