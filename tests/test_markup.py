"""Laws of the sanitiser (S1, S2, S19): what goes in as words comes out as words."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cop import markup
from cop.errors import Invalid
from cop.quoting import quote

ATTACKS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<svg/onload=alert(1)>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](java\tscript:alert(1))",
    "[click](&#106;avascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "[click](vbscript:msgbox(1))",
    "[click](//evil.example)",
    "[click](/\\\\evil.example)",
    "[click](evil)",
    "![x](https://evil.example/pixel.png)",
    '[a](https://example.org "onmouseover=alert(1)")',
    '[a](https://example.org" onmouseover="alert(1))',
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea></textarea><script>alert(1)</script>",
    "<form action=/sign-out><button formaction=javascript:alert(1)>",
    "<div id=act name=act>",
    "| a | b |\n|---|---|\n| <script>x</script> | [y](javascript:z) |",
    "`<script>`\n\n```\n</code><script>alert(1)</script>\n```",
    "> <img src=x onerror=alert(1)>",
    'https://example.org/"onmouseover=alert(1)//',
    '<https://example.org/?"><script>alert(1)</script>>',
    "\u202eevil\u202c [x](\u0001javascript:alert(1))",
]
PIECES = st.sampled_from(
    [*ATTACKS, "**", "_", "`", "~~", "\n", "\n\n", "> ", "- ", "1. ", "|", "---", "<", ">", "&", "[", "]("]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES | st.text(max_size=12), max_size=12).map("".join))


class Walk(HTMLParser):
    """Every element and attribute of a piece of HTML, as a parser sees it."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_safe(rendered: str) -> None:
    for tag, attributes in Walk(rendered).found:
        assert tag in markup.TAGS
        assert set(attributes) <= set(markup.ATTRIBUTES.get(tag, ())) | ({"rel"} if tag == "a" else set())
        if tag == "a" and "href" in attributes:
            target = urlsplit(attributes["href"] or "")
            assert target.scheme in markup.SCHEMES or (target.path.startswith("/") and not target.netloc)
            assert attributes["rel"] == markup.LINK_RELATION


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_survives(attack: str) -> None:
    assert_safe(markup.render(attack))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_nothing_outside_the_list_comes_out(text: str) -> None:
    assert_safe(markup.render(text))


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    rendered = markup.render(text)
    assert markup._gate(rendered) == rendered


def test_what_people_write_looks_as_they_expect() -> None:
    rendered = markup.render(
        "# Title\n\n**bold** _it_ ~~gone~~\nnext line\n\n- one\n- two\n\n> said\n\nhttps://example.org/x"
    )
    assert "<h3>Title</h3>" in rendered
    for piece in (
        "<strong>bold</strong>",
        "<em>it</em>",
        "<s>gone</s>",
        "<br",
        "<li>one</li>",
        "<blockquote>",
    ):
        assert piece in rendered
    assert 'href="https://example.org/x"' in rendered
    assert "<table>" in markup.render("| a | b |\n|---|---|\n| 1 | 2 |")


def test_no_dangerous_element_is_on_the_list() -> None:
    never = {
        "svg",
        "math",
        "style",
        "script",
        "title",
        "noscript",
        "textarea",
        "xmp",
        "iframe",
        "img",
        "form",
        "input",
    }
    assert not never & markup.TAGS


def test_words_are_bounded_and_not_empty() -> None:
    assert markup.Words.of("  hello\r\nthere\x00 ", limit=20).text == "hello\nthere"
    with pytest.raises(Invalid, match="Write something"):
        markup.Words.of(" \n\u202e", limit=20)
    with pytest.raises(Invalid, match="at most 20") as refused:
        markup.Words.of("x" * 21, limit=20, field="title")
    assert refused.value.field == "title"


def test_long_words_are_rendered_too() -> None:
    assert markup.Words.of("word " * 400, limit=20_000).html.startswith("<p>word")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        "<" * 20_000,
        "> " * 2000,
        "*" * 10_000,
        "`" * 10_000,
        "- " * 3000,
        "http://" * 2000,
        "|" * 5000,
    ],
)
def test_hostile_length_stays_bounded_and_safe(text: str) -> None:
    assert_safe(markup.render(text[: markup.POST_LIMIT]))


def test_a_quotation_can_be_answered_and_names_its_author() -> None:
    quoted = quote("first\n\n**second**", name="A [link](x)")
    assert quoted.startswith("**A \\[link\\](x)** wrote:\n\n> first\n>\n> **second**\n\n")
    assert_safe(markup.render(quoted))


def test_what_is_joined_is_safe_or_words() -> None:
    page = markup.safe_html("<p>one</p>")
    assert markup.joined([page[:3], "<b>", page[3:]]) == "<p>&lt;b&gt;one</p>"
    assert markup.joined(["<p>", page]) == "&lt;p&gt;<p>one</p>", "what nobody called safe is none"


def test_a_listing_shows_words_only() -> None:
    assert markup.plain("<p>one <strong>two</strong></p>\n<p>&lt;three&gt;</p>") == "one two <three>"
    assert markup.plain("<p>" + "x" * 300 + "</p>", limit=10) == "x" * 9 + "…"
    assert markup.safe_html("<p>x</p>").__html__() == "<p>x</p>"


def test_what_may_be_too_wide_is_reached_by_keyboard() -> None:
    table = markup.render("| a | b |\n|---|---|\n| 1 | 2 |")
    assert markup.safe_html(table).startswith('<table tabindex="0">')
    assert markup.safe_html(markup.render("    code")).startswith('<pre tabindex="0">')
    assert "tabindex" not in markup.safe_html(markup.render("`<pre>` and \\<table>"))


def test_the_headings_of_a_page_stand_right_below_its_title():
    for sign in ("#", "##", "###"):
        page = markup.as_page(markup.render(f"{sign} One\n\n{sign}# Two\n\nh3 and <h3>"))
        assert page.startswith("<h2>One</h2>\n<h3>Two</h3>")
        assert "&lt;h3&gt;" in page
    assert markup.as_page(markup.render("No heading")) == "<p>No heading</p>"
