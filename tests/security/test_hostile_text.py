"""Texts that want to keep the server busy, or to look like something else (S19, S29, S30)."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cop import markup, prose, typed
from cop.models import Report
from cop.moderation import commands as moderation
from tests import people

N = markup.POST_LIMIT
DEADLINE = 60
"""Seconds within which these end on any machine; each took minutes or more where its cost grew with the square."""


@contextmanager
def ends() -> Iterator[None]:
    signal.alarm(DEADLINE)
    try:
        yield
    finally:
        signal.alarm(0)


@pytest.mark.parametrize(
    "text",
    [
        "a" + "\n" * 400_000 + "a", "a" + " " * 400_000 + "a", "a " * 200_000 + "_", "a" + "-" * 400_000 + "a",
        "a" + "\n-" * 200_000 + "a", "a" * 400_000 + "_", "a" + " \n" * 200_000 + "a", "a\n" * 200_000 + "=",
    ],
)  # fmt: skip
def test_telling_plain_words_costs_no_more_than_their_length(text: str):
    with ends():
        prose.rendered(text)


OVERLOADED = [
    "a|b\n-|-\n" + "a|b\n" * N, "***a" * N, "[*" * N, "*[" * N, "[" * N, "![" * N, "- a\n" * N, "> a\n" * N,
    "a\n" * N, '"' * N, "`a" * N, "~~a " * N, "1.\n" * N, "```\n" * N,
]  # fmt: skip


@pytest.mark.parametrize("text", OVERLOADED)
def test_more_markdown_than_anybody_writes_is_shown_as_it_was_typed(text: str):
    kept = typed.tidied(text[:N])
    rendered = markup.render(kept)

    assert rendered.replace("<br>", "").count("<") == 2
    assert markup.plain(rendered, limit=N) == " ".join(kept.split())


def test_a_long_post_with_lists_tables_and_links_is_not_more_than_anybody_writes():
    part = "## A heading\n\nSome **bold** and *slanted* words with [a link](https://example.org/a).\n\n- one\n- two\n\n"
    table = "| Trust | Town | Studies |\n|---|---|---|\n" + "| Invented Trust | Leeds | 1,250 |\n" * 200
    rendered = markup.render((part * 100 + table)[:N])

    assert "<h4>" in rendered
    assert "<table>" in rendered
    assert rendered.count("<strong>") == 100


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\x00", "\x1b", "\x08"])
def test_a_reason_can_turn_no_page_of_a_moderator_around(world, say, character: str):
    said = say(world.bob)
    about = {"actor_id": world.ann.id, "message_id": said.id, "category": "other"}
    report: Report = moderation.report(**about, reason=f"a{character}b")
    assert report.reason == "ab"


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200b", "\x07", "\u200d", "\ufeff"])
def test_nobody_is_called_by_what_cannot_be_seen(client_for, bob, character: str):
    form = {"name": f"Ann{character}x", "professional_role": "other"}
    assert people.post(client_for(bob), "/me", form).status_code == 422
