"""The short way for what most people write: it renders as the long way does, to the letter, or not at all (S1)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cop import markup, prose, typed
from tests.bench.prose import post

ADDRESS = "https://example.org/costs/12"
LINK = f'<a href="{ADDRESS}" rel="noopener nofollow ugc">{ADDRESS}</a>'

WORDS = [
    "word",
    "it’s",
    "a:",
    "(see",
    "it)",
    "“b”",
    "x_y",
    "1.",
    "2)",
    "12",
    "-",
    "–",
    "…",
    "**",
    "e.g.",
    "£5",
    "é²",
]
STRESSED = [
    "**word**",
    "**two words**",
    "(**x**)",
    "**x**,",
    "**x.**",
    "a**b**",
    "**a**b",
    "** x **",
    "***x***",
    "**-x**",
]
ADDRESSES = [
    ADDRESS,
    "http://x-1.nhs.uk",
    "https://a.org/",
    f"**{ADDRESS}**",
    "ftp://a.org",
    "//x.org",
    f"{ADDRESS}.",
]
SIGNS = ["- ", "> ", ">", "-", "--", "# ", "    ", "  ", " ", "+ ", "* ", "1. ", "> - ", "- > ", "===", ""]

LINES = st.builds(
    "{}{}".format,
    st.sampled_from(["", "", "", "- ", "- ", "> ", "> "]) | st.sampled_from(SIGNS),
    st.lists(st.sampled_from([*WORDS, *STRESSED, *ADDRESSES]), min_size=1, max_size=4).map(" ".join),
)
TEXTS = st.lists(
    st.tuples(LINES, st.sampled_from(["\n", "\n", "\n\n", "\n\n", "\n\n\n", " \n"])), max_size=7
).map(lambda lines: "".join(line + end for line, end in lines))
LETTERS = st.text(alphabet="abcäöü ÀÉ0123456789.,;?!'’“”()…–—%£:\n-*>", max_size=80)


def long_way(text: str) -> str:
    """What the libraries make of `text`."""
    with markup._libraries() as libraries:
        lowered = markup._lower_headings(libraries.markdown.render(text))
        return markup._gate(libraries.cleaner.clean(lowered)).strip()


@given(TEXTS | LETTERS)
@settings(max_examples=1_500, deadline=None)
def test_it_renders_as_the_long_way_does(text: str) -> None:
    kept = typed.tidied(text)
    short = prose.rendered(kept)
    assert short in (None, long_way(kept))


def simple(words: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words), min_size=1, max_size=4).map(" ".join)


SAID = simple(["Words", "it’s (so)", "**two words**", "“b”,", "see:", ADDRESS, "**x**"])
BLOCKS = st.one_of(
    st.lists(SAID, min_size=1, max_size=3).map("\n".join),
    st.lists(SAID, min_size=1, max_size=3).map(lambda said: "\n".join(f"> {each}" for each in said)),
    st.lists(SAID, min_size=1, max_size=3).map(
        lambda said: "\n".join(f"- {each}" for each in said) + "\n\nEnd"
    ),
)


@given(st.lists(BLOCKS, min_size=1, max_size=5).map("\n\n".join))
@settings(max_examples=300, deadline=None)
def test_it_renders_all_that_is_made_of_simple_forms(text: str) -> None:
    assert prose.rendered(text) == long_way(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Thank you, that helped.\nSee you!", "<p>Thank you, that helped.<br>\nSee you!</p>"),
        ("One\n\ntwo", "<p>One</p>\n<p>two</p>"),
        ("**Thank you**, both", "<p><strong>Thank you</strong>, both</p>"),
        (f"Have a look: {ADDRESS} (page 2)", f"<p>Have a look: {LINK} (page 2)</p>"),
        (f"- one\n- **see** {ADDRESS}", f"<ul>\n<li>one</li>\n<li><strong>see</strong> {LINK}</li>\n</ul>"),
        ("> said\n> twice\n\nSo", "<blockquote>\n<p>said<br>\ntwice</p>\n</blockquote>\n<p>So</p>"),
    ],
)
def test_simple_forms_take_it(text: str, shown: str) -> None:
    assert prose.rendered(text) == markup.render(text) == long_way(text) == shown


def test_what_the_benches_write_takes_it() -> None:
    assert prose.rendered(post(1)) == long_way(post(1))


@pytest.mark.parametrize(
    "text",
    [
        "<b>",
        "a & b",
        "`a`",
        "[a](b)",
        "_a_",
        "# a",
        "1. a",
        "- a\n\n- b",
        "- a\nb",
        "a\n- b",
        "- a\n-",
        "- - a",
        "> a\nb",
        "> a\n>\n> b",
        "> - a",
        "a\n---",
        "    a",
        "a \nb",
        "a\n\n\nb",
        "**a",
        "a**b**",
        "** a **",
        "***a***",
        "**a\nb**",
        "https://a.org/x.",
        "https://a.org/?q=1",
        "see https://a.org/_x_",
        "xhttps://a.org",
        "https://A.org",
        f"**{ADDRESS}**",
    ],
)
def test_all_else_takes_the_long_way(text: str) -> None:
    assert prose.rendered(text) is None


def test_more_of_it_than_anybody_writes_is_shown_as_it_was_typed() -> None:
    for many in ("**a**\n" * 1_500, "**a** " * 2_100, "http://a.bc\n" * 1_600):
        text = many.strip()
        assert prose.rendered(text), "it could be rendered"
        assert markup.render(text) == prose.paragraph(text)
