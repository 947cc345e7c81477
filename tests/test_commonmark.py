"""CommonMark's own examples, rendered as posts are: they differ only in what the allow-list takes away (S1, S2)."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cop import markup

NODE_MODULES = Path(__file__).parent.parent / "node_modules"
SPEC = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)


@cache
def examples() -> list[tuple[str, str]]:
    """(Markdown, HTML) of the specification, in its order; the first is number 1."""
    text = (NODE_MODULES / "commonmark-spec" / "spec.txt").read_text(encoding="utf-8").replace("→", "\t")
    return SPEC.findall(text)


class Shape(HTMLParser):
    """What a piece of HTML says, element by element, as far as a post may: the differences that are meant are gone.

    Headings begin at h3, a line break is a blank, attributes and addresses are those of the allow-list.
    """

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.feed(source)
        self.close()

    @classmethod
    def of(cls, source: str) -> str:
        return " ".join(" ".join(cls(source).said).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            return
        allowed = markup.ATTRIBUTES.get(tag, frozenset())
        kept = [(name, value) for name, value in attrs if name in allowed and _is_kept(name, value or "")]
        self.said.append(f"<{tag}{''.join(f' {name}={value}' for name, value in sorted(kept))}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("br", "hr", "img"):
            self.said.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def _is_kept(name: str, value: str) -> bool:
    return name != "href" or bool(re.match(r"(?i)https?://|mailto:|/(?![/\\])", value))


def _lowered(source: str) -> str:
    return re.sub(r"<(/?)h([1-6])>", lambda found: f"<{found[1]}h{min(6, int(found[2]) + 2)}>", source)


IMAGES = {517, 520, 531, *range(572, 590), 591}
"""An image is a link to it with an exclamation mark: nobody's page fetches what somebody else names."""
RAW_HTML = {
    *(
        21,
        31,
        *range(148, 168),
        *range(169, 175),
        *range(176, 192),
        201,
        308,
        309,
        344,
        475,
        476,
        477,
        491,
        494,
    ),
    *(524, 536, 602, *range(613, 618), 623, *range(625, 632), 642, 643),
}
"""HTML that was typed is shown as it was typed."""
ADDRESSES = {608, 611}
"""An address that stands in the text is a link."""
OTHERWISE = IMAGES | RAW_HTML | ADDRESSES


def numbered(*, otherwise: bool) -> list[int]:
    return [number for number in range(1, len(examples()) + 1) if (number in OTHERWISE) is otherwise]


def both(number: int) -> tuple[str, str]:
    """What we make of an example, and what the specification does."""
    text, wanted = examples()[number - 1]
    return Shape.of(markup.render(text)), Shape.of(_lowered(wanted))


def test_the_whole_specification_is_there() -> None:
    assert len(examples()) == 652


def test_examples_render_as_the_specification_says() -> None:
    assert [number for number in numbered(otherwise=False) if both(number)[0] != both(number)[1]] == []


def test_what_is_said_to_differ_does() -> None:
    assert [number for number in numbered(otherwise=True) if both(number)[0] == both(number)[1]] == []


@pytest.mark.parametrize("number", sorted(RAW_HTML))
def test_typed_html_becomes_no_element(number: int) -> None:
    text, _ = examples()[number - 1]
    typed = set(re.findall(r"<([a-zA-Z][a-zA-Z0-9-]*)", text)) - markup.TAGS
    made = set(re.findall(r"<([a-z][a-z0-9-]*)", markup.render(text)))

    assert made <= markup.TAGS
    assert not made & typed


@pytest.mark.parametrize("number", sorted(IMAGES))
def test_an_image_is_a_link_to_it(number: int) -> None:
    text, wanted = examples()[number - 1]

    assert "<img" in wanted
    assert "<img" not in markup.render(text)
    assert "!" in Shape.of(markup.render(text))
