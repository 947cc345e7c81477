"""The laws of the sanitiser over what others have collected to break such (S1, S2, S19; security.md 3.2)."""

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from cop import markup, typed
from tests.corpora import collected, naughty
from tests.test_markup import Walk, assert_safe

pytestmark = pytest.mark.no_cover
"""These go thousands of times through the lines through which test_markup.py goes once."""

CORPORA = pytest.mark.parametrize("corpus", [naughty, collected], ids=["naughty", "collected"])

AROUND = {
    "alone": "{}",
    "in a quotation": "> {}",
    "in a list": "- {}",
    "in a table": "| a |\n|---|\n| {} |",
    "in code": "`{}`",
    "in a link": "[here]({})",
    "as the words of a link": "[{}](https://example.org)",
    "as the title of a link": '[here](https://example.org "{}")',
    "between angle brackets": "<{}>",
    "among words": "**Well**, {} and so on.",
}
"""Where in a text somebody would put it."""


@CORPORA
def test_it_is_there(corpus: Callable[[], list[str]]) -> None:
    texts = corpus()
    assert len(texts) > 400
    assert len(texts) == len(set(texts)) or corpus is naughty
    assert any("<script" in each for each in texts)


def test_what_is_collected_is_what_makes_sanitisers_fail() -> None:
    """The control: of one who lets tags through, and takes only scripts away, much is left that runs."""
    left = [each for each in collected() if _runs(each.replace("<script", ""))]
    assert len(left) > 1_000
    for sign in ("<svg", "<math", "<noscript", "<style", "onerror", "javascript:", "&#", "srcdoc", "]("):
        assert any(sign in each for each in collected()), sign


def _runs(text: str) -> bool:
    found = _Handlers()
    found.feed(text)
    return found.is_there


class _Handlers(HTMLParser):
    is_there = False

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_there |= any(name.startswith("on") or "script:" in (value or "") for name, value in attrs)


@pytest.mark.parametrize("place", AROUND)
@CORPORA
def test_nothing_outside_the_list_comes_out(corpus: Callable[[], list[str]], place: str) -> None:
    for attack in corpus():
        rendered = markup.render(AROUND[place].format(attack))
        assert_safe(rendered)
        assert as_parsed(markup._gate(rendered)) == as_parsed(rendered), "cleaning twice changes nothing"


@CORPORA
def test_the_last_gate_holds_by_itself_and_of_what_it_made(corpus: Callable[[], list[str]]) -> None:
    """Given HTML, which no text of ours becomes: words that it leaves bare in a table move out of it the next time."""
    for attack in corpus():
        once = markup._gate(attack)
        assert_safe(once)
        assert_safe(markup._gate(once))


def as_parsed(rendered: str) -> tuple[object, str]:
    """Elements with their attributes, whatever the order of these (nh3 keeps none), and all the words, in lines that
    end in one way, as every parser reads them.
    """
    return Walk(rendered).found, re.sub(r"<[^>]*>", "|", rendered).replace("\r", "\n")


@CORPORA
def test_typed_html_is_shown_as_it_was_typed(corpus: Callable[[], list[str]]) -> None:
    """In code every sign stands for itself: nothing of what somebody wants to show others is lost."""
    for attack in corpus():
        lines = [line for line in typed.tidied(attack).splitlines() if line.strip()]
        if len(lines) == 1 and "`" not in attack and " " not in attack:
            rendered = markup.render(f"`{lines[0]}`")
            assert html.unescape(rendered) == f"<p><code>{lines[0]}</code></p>", attack


@CORPORA
def test_many_together_are_as_safe_and_no_longer_than_their_words(corpus: Callable[[], list[str]]) -> None:
    """Up to a post's length, one after the other: what one leaves open another might close."""
    texts, sheet = corpus(), ""
    for attack in (*texts, ""):
        if attack and len(sheet) + len(attack) < markup.POST_LIMIT:
            sheet += f"{attack}\n"
            continue
        rendered = markup.render(sheet)
        assert_safe(rendered)
        assert len(rendered) < 20 * markup.POST_LIMIT
        sheet = attack
