"""Hostile words in a title, a text and a name: no page of the forum lets them become markup (S1)."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from cop import db
from cop.forum import commands
from cop.markup import TAGS
from cop.models import Person, Post
from tests.people import World

Write = Callable[..., Post]
Read = Callable[..., str]

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&#58;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://example.org "onmouseover=alert(1)")',
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</pre><script>alert(1)</script>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "{{ 7 * 7 }}${7*7}<%= 7 * 7 %>",
    "<form action=https://evil.example><button>x</button></form>",
    "<a href='//evil.example' style='position:fixed'>x</a>",
    "`<script>alert(1)</script>`",
    "> <script>alert(1)</script>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "java\u200bscript:alert(1) <\u202escript>alert(1)",
]


class Walk(HTMLParser):
    """Collects scripts without a source, event handlers, styles of elements and schemes that no page may have."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "div" and (self.inside or "cop-prose" in (given.get("class") or "")):
            self.inside.append(tag)
        elif self.inside and tag not in TAGS:
            self.found.append(f"<{tag}> in a text")
        if tag in {"iframe", "object", "embed", "base", "svg", "math", "img"} or (
            tag == "script" and not (given.get("src") or "").startswith("/static/")
        ):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            self._judge(tag, name, (value or "").strip().lower())

    def _judge(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name in {"style", "srcdoc"}:
            self.found.append(f"{tag} {name}")
        if name in {"href", "src", "action", "formaction"} and not value.startswith(
            ("/", "#", "http://", "https://", "mailto:")
        ):
            self.found.append(f"{tag} {name}={value}")
        if name in {"action", "formaction", "src"} and "evil" in value:
            self.found.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self.inside:
            self.inside.pop()


def test_the_walk_finds_what_it_looks_for() -> None:
    text = "<p onclick=x></p><b style=x></b><a href='javascript:x'></a><form></form>"
    assert len(Walk(f"<div class='cop-prose'>{text}</div><script>x</script>").found) == 5


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_page_runs_it(
    payload: str, world: World, ann: Person, bob: Person, start: Write, reply: Write, read: Read
) -> None:
    @db.command
    def rename() -> None:
        person = db.get(Person, bob.id)
        person.name = payload
        person.organisation.name = payload

    rename()
    opening = start(bob, " ".join(payload.split())[:150], payload)
    posted = reply(bob, opening.topic_id, f"{payload}\n\n{payload}")
    commands.edit_post(actor_id=bob.id, post_id=posted.id, text=f"Edited {payload}", version=1)
    pages = [
        (bob, "/spaces/cohort-1"),
        (ann, f"/topics/{opening.topic_id}"),
        (ann, f"/topics/{opening.topic_id}?quote={posted.id}"),
        (bob, f"/posts/{posted.id}/edit"),
        (bob, f"/posts/{posted.id}/removal"),
        (ann, f"/posts/{posted.id}/revisions"),
    ]
    for person, path in pages:
        page = read(person, path)
        assert Walk(page).found == [], path
        assert (
            payload.count("49")
            or "49" not in page.partition("</main>")[0].partition("<h1")[2].partition("</h1>")[0]
        )
