"""Heads of topics: read as columns they say what the rows would, and whatever they show is shown at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cop import clock, db, policy, web
from cop.forum import commands, queries
from cop.forum.queries import Head
from cop.models import Person, Post, Topic
from tests.forum.test_queries_entries import by_ann, tag
from tests.forum.test_queries_stamps import rename
from tests.people import World

Write = Callable[..., Post]


def head(person: Person, topic_id: int) -> str:
    """As a page shows it now; what is pushed shows the same of a topic without polls."""
    db.session.remove()
    found = queries.topic_of(policy.load_actor(person.id), topic_id)
    assert found is not None
    db.session.remove()
    topic = db.get(Topic, topic_id)
    assert found[1] == Head.of(topic)
    return web.fragment("forum/_topic_head.html", topic=topic, head=found[1])


def summarise(on: dict[str, Post | Person]) -> None:
    topic_id = on["post"].topic_id
    commands.write_summary(actor_id=on["ann"].id, topic_id=topic_id, text="*Agreed*", version=0)


def summarise_twice(on: dict[str, Post | Person]) -> None:
    summarise(on)
    topic_id = on["post"].topic_id
    commands.write_summary(actor_id=on["ann"].id, topic_id=topic_id, text="", version=1)
    commands.write_summary(actor_id=on["ann"].id, topic_id=topic_id, text="Agreed anew", version=2)


def tag_twice(on: dict[str, Post | Person]) -> None:
    ids = [
        commands.add_tag(actor_id=on["ann"].id, space_id=on["space"].id, name=name).id
        for name in ("Zeal", "budgets", "Costs: café")
    ]
    commands.tag_topic(actor_id=on["ann"].id, topic_id=on["post"].topic_id, tag_ids=ids)


CHANGES: dict[str, Callable[..., object]] = {
    "renamed": by_ann(commands.rename_topic, title="Another title"),
    "pinned": by_ann(commands.pin_topic),
    "locked": by_ann(commands.lock_topic),
    "archived": by_ann(commands.archive_topic),
    "closing": by_ann(commands.close_topic_at, moment=clock.midnight(clock.today() + timedelta(days=3))),
    "slowed down": by_ann(commands.slow_topic, seconds=30),
    "answered": lambda on: commands.choose_answer(actor_id=on["ann"].id, post_id=on["reply"].id),
    "tagged": tag,
    "tagged more than once": tag_twice,
    "summarised": summarise,
    "summarised anew": summarise_twice,
    "its author renamed": lambda on: rename(on["bob"], "Robert"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_it_shows_is_shown_at_once(
    change: str, world: World, ann: Person, bob: Person, start: Write, reply: Write
) -> None:
    post = start(bob)
    on = {"ann": ann, "bob": bob, "space": world.cohort, "post": post, "reply": reply(ann, post.topic_id)}
    before = head(bob, post.topic_id)
    assert head(ann, post.topic_id) == before
    CHANGES[change](on)
    assert head(bob, post.topic_id) != before


def test_the_editor_is_called_as_they_are_now(ann: Person, bob: Person, start: Write) -> None:
    post = start(bob)
    summarise({"ann": ann, "post": post})
    assert ann.name in head(bob, post.topic_id)
    rename(ann, "Anna")
    assert "Anna" in head(bob, post.topic_id)


def test_a_stranger_finds_none(mallory: Person, bob: Person, start: Write) -> None:
    post = start(bob)
    assert queries.topic_of(policy.load_actor(bob.id), post.topic_id)
    assert queries.topic_of(policy.load_actor(mallory.id), post.topic_id) is None
