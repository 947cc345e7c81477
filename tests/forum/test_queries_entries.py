"""Rows of a forum's list: kept by all that they show, so whatever of it changes is seen at once."""

from collections.abc import Callable

import pytest

from cop import db, web
from cop.forum import commands, queries
from cop.forum.queries import Entry, News
from cop.models import Person, Post, Topic
from tests.forum.test_queries_stamps import do, rename, rename_trust
from tests.people import World

Write = Callable[..., Post]


def row(topic_id: int) -> str:
    """As it is told and listed now."""
    db.session.remove()
    topic = db.get(Topic, topic_id)
    newest = db.get(Post, topic.last_post_id)
    assert queries.news_of(newest.id) == News.of(newest), "in columns as in rows"
    shown = str(web.piece("forum/_topic_row.html", topic=Entry.of(topic)))
    assert shown == web.fragment("forum/_topic_row.html", topic=topic), "the topic itself would show no more"
    return shown


@db.command
def leave_trust(person: Person) -> None:
    db.get(Person, person.id).organisation_id = None


def tag(on: dict[str, Post | Person]) -> None:
    tag = commands.add_tag(actor_id=on["ann"].id, space_id=on["space"].id, name="Costs")
    commands.tag_topic(actor_id=on["ann"].id, topic_id=on["post"].topic_id, tag_ids=[tag.id])


def by_ann(verb: Callable[..., object], **more: object) -> Callable[..., object]:
    return lambda on: verb(actor_id=on["ann"].id, topic_id=on["post"].topic_id, **more)


CHANGES: dict[str, Callable[..., object]] = {
    "renamed": by_ann(commands.rename_topic, title="Another title"),
    "pinned": by_ann(commands.pin_topic),
    "locked": by_ann(commands.lock_topic),
    "archived": by_ann(commands.archive_topic),
    "answered": lambda on: commands.choose_answer(actor_id=on["ann"].id, post_id=on["reply"].id),
    "replied to": lambda on: commands.post_reply(
        actor_id=on["ann"].id, topic_id=on["post"].topic_id, text="x", key="k" * 32
    ),
    "its last post hidden": lambda on: do(on["reply"], "hide"),
    "tagged": tag,
    "its author renamed": lambda on: rename(on["bob"], "Robert"),
    "its last author renamed": lambda on: rename(on["ann"], "Anna"),
    "their organisation renamed": lambda _: rename_trust(),
    "its author elsewhere": lambda on: leave_trust(on["bob"]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_it_shows_is_shown_at_once(
    change: str, world: World, ann: Person, bob: Person, start: Write, reply: Write
) -> None:
    post = start(bob)
    on = {"ann": ann, "bob": bob, "space": world.cohort, "post": post, "reply": reply(ann, post.topic_id)}
    before = row(post.topic_id)
    assert row(post.topic_id) == before
    CHANGES[change](on)
    assert row(post.topic_id) != before


def test_a_piece_is_kept_by_the_kind_of_what_it_is_given(world: World) -> None:
    shown = [web.piece("_rail.html", groups=(), here="", may_converse=may) for may in (False, True, False)]
    assert shown[0] is shown[2]
    assert "New conversation" in shown[1]
    assert "New conversation" not in shown[0]


def test_a_piece_is_made_of_no_row(bob: Person, start: Write) -> None:
    with pytest.raises(TypeError, match="not of rows"):
        web.piece("forum/_topic_row.html", topic=start(bob).topic)
