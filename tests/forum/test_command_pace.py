"""What stands in forums can be changed as often as people do, and no faster: one allowance for each person (S42). Of
another takes whatever is sent, accepted or not, before it is rendered.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from cop import clock, db
from cop.allowances import Allowances
from cop.errors import Invalid, NotFound, TooFast
from cop.forum import commands
from cop.forum.commands import pace
from cop.models import Person, Post, Topic
from tests.conftest import NOON
from tests.people import World, key, post

Write = Callable[..., Post]
Browser = Callable[[Person | None], FlaskClient]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """One change at a time, and another after three seconds."""
    monkeypatch.setattr(pace, "CHANGES", 1)


def changes(topic: Topic, answer: Post, tag_id: int) -> list[Callable[[int], object]]:
    about = {"topic_id": topic.id}
    return [
        lambda by: commands.edit_post(actor_id=by, post_id=answer.id, text="Now", version=answer.version),
        lambda by: commands.rename_topic(actor_id=by, **about, title="Else"),
        lambda by: commands.tag_topic(actor_id=by, **about, tag_ids=[tag_id]),
        lambda by: commands.choose_answer(actor_id=by, post_id=answer.id),
        lambda by: commands.withdraw_answer(actor_id=by, post_id=answer.id),
        lambda by: commands.rename_tag(actor_id=by, tag_id=tag_id, name="Money"),
    ]


def test_each_change_takes_of_one_allowance(
    world: World, ann: Person, bob: Person, start: Write, reply: Write
):
    topic_id = start(bob).topic_id
    tag = commands.add_tag(actor_id=ann.id, space_id=world.cohort.id, name="Costing")
    answer, other = reply(ann, topic_id), reply(bob, topic_id)
    at = NOON
    for change in changes(db.get(Topic, topic_id), answer, tag.id):
        at += timedelta(minutes=1)
        with clock.at(at):
            change(ann.id)
            commands.edit_post(actor_id=bob.id, post_id=other.id, text=str(at), version=other.version)
            with pytest.raises(TooFast):
                commands.rename_topic(actor_id=ann.id, topic_id=topic_id, title="Faster")
        other = db.session.get_one(Post, other.id, populate_existing=True)
        with clock.at(at + pace.CHANGES_EVERY):
            commands.rename_topic(actor_id=ann.id, topic_id=topic_id, title=f"Later {at}")


def test_what_changes_nothing_takes_nothing(bob: Person, start: Write):
    topic_id = start(bob, "Costing").topic_id
    for title in ("Costing", "Else", "Else", "Else"):
        commands.rename_topic(actor_id=bob.id, topic_id=topic_id, title=title)
    with pytest.raises(TooFast):
        commands.rename_topic(actor_id=bob.id, topic_id=topic_id, title="Costing")


def test_a_refusal_keeps_what_was_typed(bob: Person, start: Write, client_for: Browser):
    opening, client = start(bob), client_for(bob)
    commands.rename_topic(actor_id=bob.id, topic_id=opening.topic_id, title="Else")
    for path, form in (
        (f"/posts/{opening.id}/edit", {"text": "Kept words", "version": str(opening.version)}),
        (f"/topics/{opening.topic_id}/title", {"title": "Kept words", "seen": "Else"}),
    ):
        answer = post(client, path, form)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 429, path
        assert "What you typed is kept: wait a few seconds" in page
        assert "Kept words" in page
        assert "There is a problem" in page


def test_people_never_meet_it(bob: Person, start: Write, monkeypatch: pytest.MonkeyPatch):
    """Sixty changes at once, and twenty a minute for as long as they like."""
    monkeypatch.undo()
    topic_id = start(bob).topic_id
    for number in range(60):
        commands.rename_topic(actor_id=bob.id, topic_id=topic_id, title=f"Title {number}")
    with pytest.raises(TooFast):
        commands.rename_topic(actor_id=bob.id, topic_id=topic_id, title="One more")


def tries_of(by: int, topic: Topic, mine: Post, poll_id: int) -> list[Callable[[], object]]:
    """Every verb that takes words, each refused for what it says."""
    about = {"topic_id": topic.id}
    return [
        lambda: commands.post_reply(actor_id=by, **about, text="", key=key()),
        lambda: commands.open_topic(actor_id=by, space_id=topic.space_id, title="", text="x", key=key()),
        lambda: commands.edit_post(actor_id=by, post_id=mine.id, text="", version=mine.version),
        lambda: commands.rename_topic(actor_id=by, **about, title=""),
        lambda: commands.write_summary(actor_id=by, **about, text="x" * 10_001, version=0),
        lambda: commands.write_outcome(actor_id=by, poll_id=poll_id, text="", version=0),
    ]


def test_what_is_refused_is_tried_so_often_and_no_more(
    ann: Person, bob: Person, start: Write, reply: Write, monkeypatch: pytest.MonkeyPatch
):
    topic_id = start(ann).topic_id
    mine = reply(ann, topic_id)
    for each in tries_of(ann.id, db.get(Topic, topic_id), mine, poll_id=1):
        monkeypatch.setattr(pace, "tries", Allowances(3, a_second=0))
        for _ in range(3):
            with pytest.raises(Invalid):
                each()
        with pytest.raises(TooFast, match="What you typed is kept"):
            each()
    commands.post_reply(actor_id=bob.id, topic_id=topic_id, text="Mine are my own", key=key())


LOCKING: list[Callable[[int], object]] = [
    lambda by: commands.mark_post(actor_id=by, post_id=0, word="agree"),
    lambda by: commands.unmark_post(actor_id=by, post_id=0, word="agree"),
    lambda by: commands.vote(actor_id=by, poll_id=0, chosen={}),
    lambda by: commands.close_poll(actor_id=by, poll_id=0),
    lambda by: commands.choose_answer(actor_id=by, post_id=0),
    lambda by: commands.lock_topic(actor_id=by, topic_id=0),
]
"""Verbs without words that lock a topic before they know whether whoever asks may do it, each for what is not there."""


@pytest.mark.parametrize("tried", LOCKING)
def test_what_takes_a_lock_is_tried_so_often_and_no_more(
    ann: Person, monkeypatch: pytest.MonkeyPatch, tried: Callable[[int], object]
):
    monkeypatch.setattr(pace, "tries", Allowances(3, a_second=0))
    for _ in range(3):
        with pytest.raises(NotFound):
            tried(ann.id)
    with pytest.raises(TooFast):
        tried(ann.id)


def test_too_many_tries_keep_what_was_typed(
    bob: Person, start: Write, client_for: Browser, monkeypatch: pytest.MonkeyPatch
):
    topic_id = start(bob).topic_id
    monkeypatch.setattr(pace, "tries", Allowances(0, a_second=0))
    form = {"text": "What I had to say", "key": key(), "page": "1"}
    answer = post(client_for(bob), f"/topics/{topic_id}/posts", form)

    assert answer.status_code == 429
    assert "What I had to say" in answer.get_data(as_text=True)
    assert pace.TRYING in answer.get_data(as_text=True)
