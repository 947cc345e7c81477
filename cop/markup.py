"""Markdown to safe HTML: the only way that anybody's words become markup, and the only importer of bleach and nh3.

markdown-it renders with raw HTML off and makes the links; bleach lets through what is on the list; nh3 is the last
gate over what bleach lets through, with the same list (security.md 0.1). No raw-text element, svg or math is ever
on it: every known mutation attack needs one.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import bleach
import nh3
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markupsafe import Markup

from cop import prose
from cop.offload import offload
from cop.prose import LINK_RELATION, paragraph
from cop.typed import fitting, written

RENDERER = 1
"""Raise when the same text would render otherwise; stored HTML carries the number it was made with."""

POST_LIMIT = 20_000
LINE_LIMIT = 4_000
LONG = 1_000
"""Characters from which rendering is worth a thread."""

MOST_SIGNS, MOST_TAGS = 8_000, 4_000
"""More Markdown than anybody writes by hand: such a text is shown as it was typed, so that none takes long (S19)."""

TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "a": frozenset({"href", "title"}),
    "ol": frozenset({"start"}),
    "th": frozenset({"align"}),
    "td": frozenset({"align"}),
}
SCHEMES = frozenset({"http", "https", "mailto"})

_SIGNS = "[]*_~`|>"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": 20})
    parser.enable(["linkify", "table", "strikethrough"])
    parser.disable(["image", "html_block", "html_inline"])
    parser.linkify = LinkifyIt(options={"fuzzy_email": False, "fuzzy_link": False})
    return parser


def _cleaner() -> bleach.Cleaner:
    return bleach.Cleaner(
        tags=TAGS,
        attributes={tag: list(names) for tag, names in ATTRIBUTES.items()},
        protocols=SCHEMES,
        strip=True,
    )


@dataclass(frozen=True, slots=True)
class _Libraries:
    """Both keep the text that they are at work on in themselves: only one may be in them at a time."""

    markdown: MarkdownIt = field(default_factory=_parser)
    cleaner: bleach.Cleaner = field(default_factory=_cleaner)


_idle: list[_Libraries] = []


@contextmanager
def _libraries() -> Iterator[_Libraries]:
    """Libraries that no other thread has now. Those that failed are let go: words may be in them."""
    try:
        taken = _idle.pop()
    except IndexError:
        taken = _Libraries()
    yield taken
    _idle.append(taken)


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote, and how it is shown. Made outside of commands: rendering takes time. `typed` is what they
    sent, where the words of a space's list were replaced in it.
    """

    text: str
    html: str
    renderer: int = RENDERER
    typed: str | None = None

    @classmethod
    def of(cls, raw: str, *, limit: int, field: str = "text") -> "Words":
        """The words of `raw`; Invalid (naming `field`) where `written` finds it so."""
        return cls.again(written(raw, limit=limit, field=field))

    @classmethod
    def again(cls, text: str) -> "Words":
        """`text`, which is kept already, as it is shown by now."""
        return cls(text, offload(render, text) if len(text) > LONG else render(text))

    @property
    def sent(self) -> str:
        """What their author sent: a repeat of it is known by that."""
        return self.text if self.typed is None else self.typed

    def reworded(self, text: str, *, limit: int) -> "Words":
        """The same author's words as `text`; Invalid if that is over `limit`."""
        return replace(Words.again(fitting(text, limit=limit)), typed=self.sent)


def render(text: str) -> str:
    """Safe HTML of Markdown `text`. Headings begin at h3; a line break is kept."""
    if sum(map(text.count, _SIGNS)) > MOST_SIGNS:
        return _gate(paragraph(text))
    short_way = prose.rendered(text)
    if short_way is not None and short_way.count("<") <= MOST_TAGS:
        return short_way
    with _libraries() as libraries:
        rendered = _lower_headings(libraries.markdown.render(text))
        if rendered.count("<") + rendered.count("&") // 4 > MOST_TAGS:
            return _gate(paragraph(text))
        return _gate(libraries.cleaner.clean(rendered)).strip()


def safe_html(rendered: str) -> Markup:
    """What `render` made, for a template to print. Nothing else may come in here (S1, S32). What may be wider than
    a phone scrolls by itself, so the keyboard reaches it (WCAG 2.1.1).
    """
    return Markup(_WIDE.sub(r'<\1 tabindex="0">', rendered))  # noqa: S704 - the one reviewed place


def as_page(rendered: str) -> Markup:
    """The same for words that fill a page by themselves: their first headings stand right below its h1."""
    levels = [int(level) for level in _HEADINGS.findall(rendered)]
    up = min(levels, default=2) - 2
    return safe_html(
        _HEADINGS.sub(lambda found: found[0].replace(found[1], str(int(found[1]) - up)), rendered)
    )


def joined(pieces: Iterable[str]) -> Markup:
    """Pieces of a safe page with words between them: what is not known to be safe is words, and is escaped."""
    return Markup().join(pieces)


def plain(rendered: str, *, limit: int = 200) -> str:
    """The words of rendered HTML in one line, for a listing or a letter; at most `limit` characters."""
    words = " ".join(html.unescape(nh3.clean(rendered, tags=set())).split())
    return words if len(words) <= limit else f"{words[: limit - 1].rstrip()}…"


_WIDE = re.compile(r"<(pre|table)>")
_HEADINGS = re.compile(r"</?h([3-6])>")


def _lower_headings(rendered: str) -> str:
    """A post stands below the page's h1 and h2: its own headings begin at h3."""
    return re.sub(r"<(/?)h([1-6])>", lambda found: f"<{found[1]}h{min(6, int(found[2]) + 2)}>", rendered)


def _kept(_tag: str, name: str, value: str) -> str | None:
    """A link leads to an address in full or to a path of this site; `//host` would lead elsewhere unseen."""
    if name == "href" and not _ADDRESS.match(value):
        return None
    return value


_ADDRESS = re.compile(r"(?:https?://|mailto:|/(?![/\\]))", re.IGNORECASE)


def _gate(rendered: str) -> str:
    return nh3.clean(
        rendered,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_kept,
        url_schemes=set(SCHEMES),
        link_rel=LINK_RELATION,
    )
