"""What stands in forums can be changed as often as people do, and no faster: one allowance for each person (S42)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from cop import clock, db
from cop.errors import TooFast
from cop.forum import commands
from cop.forum.commands import changing
from cop.models import Person, Post, Topic
from tests.conftest import NOON
from tests.people import World, post

Write = Callable[..., Post]
Browser = Callable[[Person | None], FlaskClient]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """One change at a time, and another after three seconds."""
    monkeypatch.setattr(changing, "BURST", 1)


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
        with clock.at(at + changing.EVERY):
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
