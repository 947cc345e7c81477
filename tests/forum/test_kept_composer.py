"""The form of whoever has begun no reply is kept for all of them: what makes it somebody's stands beside it."""

import re
from collections.abc import Callable

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient

from cop import web
from cop.forum.forms import blank_reply
from cop.models import Person, Post
from cop.web import pieces
from tests.people import post

Write = Callable[..., Post]
Browser = Callable[[Person | None], FlaskClient]

KEY = re.compile(r'form="composer" id="key" name="key" value="([0-9a-f]{32})"')


def page_of(client: FlaskClient, topic_id: int) -> str:
    return client.get(f"/topics/{topic_id}", buffered=True).get_data(as_text=True)


def test_everybody_has_a_key_and_words_of_their_own(
    ann: Person, bob: Person, start: Write, client_for: Browser
) -> None:
    topic_id = start(bob).topic_id
    bobs, anns = client_for(bob), client_for(ann)
    page_of(bobs, topic_id)
    begun = {"text": "What Bob has begun", "turn": "0", "key": "0" * 32}
    assert post(bobs, f"/topics/{topic_id}/draft", begun, headers={"HX-Request": "true"}).status_code < 400
    pages = [page_of(client, topic_id) for client in (bobs, anns, bobs, anns)]

    assert ["What Bob has begun" in page for page in pages] == [True, False, True, False]
    assert ["@everyone to tell all" in page for page in pages] == [False, True, False, True], "Ann moderates"
    keys = [KEY.findall(page) for page in pages]
    assert [len(each) for each in keys] == [1, 1, 1, 1]
    assert keys[1] != keys[3]


@pytest.mark.parametrize(
    ("template", "given"),
    [
        ("forum/reply.html", {"topic_id": 1, "slug": "a", "page": 1, "is_last": True, "is_locked": False, "waits": "",
          "audience": 3, "calls_everyone": True, "accepted": ".pdf", "most_files": 5}),
        ("forum/_jumps.html", {"topic_id": 1, "page": 1, "last": 2, "unread": "here", "may_reply": True,
          "stance": None}),
        ("forum/_paging.html", {"topic_id": 1, "page": 1, "last": 3}),
    ],
)  # fmt: skip
def test_what_is_kept_knows_nobody(app: Flask, template: str, given: dict[str, object]) -> None:
    """A token, or whose page it is, can't be asked for where there is no request."""
    with app.test_request_context():
        form = blank_reply()
    assert not has_app_context()
    assert web.fragment(template, form=form, **given)


def test_who_turns_very_many_pages_pushes_out_nothing_but_forms_and_ways_between_pages(app: Flask) -> None:
    rail = {"groups": (), "here": "", "may_converse": True}
    paging = {"topic_id": 1, "last": pieces.MOST + 1}
    with app.test_request_context():
        kept, first = web.piece("_rail.html", **rail), web.piece("forum/_paging.html", page=1, **paging)
        assert web.piece("forum/_paging.html", page=1, **paging) is first, "the control: it is kept at first"
        for page in range(2, pieces.MOST + 2):
            web.piece("forum/_paging.html", page=page, **paging)
        assert web.piece("forum/_paging.html", page=1, **paging) is not first
        assert web.piece("_rail.html", **rail) is kept
    assert pieces.FEWER["forum/reply.html"] < pieces.MOST
