"""Editing one's own post."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.forum import commands
from cop.forum.commands import Retitling
from cop.models import Message, Person, Policy, Post, PostRevision, State, Topic
from tests.people import World, newcomer, set_policy

Write = Callable[..., Post]


def edit(person: Person, post: Post, text: str, version: int = 1) -> Post:
    return commands.edit_post(actor_id=person.id, post_id=post.id, text=text, version=version)


def revisions(post: Post) -> list[str]:
    query = sa.select(PostRevision.text).where(PostRevision.post_id == post.id).order_by(PostRevision.number)
    return list(db.session.scalars(query))


def test_it_keeps_what_was_said(bob: Person, start: Write) -> None:
    post = start(bob, text="One")
    edited = edit(bob, post, "**Two**")
    assert (edited.text, edited.html, edited.version) == ("**Two**", "<p><strong>Two</strong></p>", 2)
    assert edited.edited_at is not None
    edit(bob, post, "Three", version=2)
    assert revisions(post) == ["One", "**Two**"]


def test_of_two_at_once_one_is_told(bob: Person, start: Write) -> None:
    post = start(bob, text="One")
    edit(bob, post, "Mine")
    with pytest.raises(Conflict):
        edit(bob, post, "Mine too", version=1)
    assert db.session.get(Post, post.id, populate_existing=True).text == "Mine"
    assert revisions(post) == ["One"]


def test_a_double_click_saves_once(bob: Person, start: Write) -> None:
    post = start(bob, text="One")
    assert edit(bob, post, "Two").version == 2
    assert edit(bob, post, "Two").version == 2
    assert revisions(post) == ["One"]


def test_nothing_is_no_text(bob: Person, start: Write) -> None:
    with pytest.raises(Invalid):
        edit(bob, start(bob), " ")


def test_it_is_for_its_author_alone(
    bob: Person, ann: Person, mallory: Person, world: World, start: Write
) -> None:
    post = start(bob)
    for person in (ann, world.staff):
        with pytest.raises(Forbidden, match="Only its author"):
            edit(person, post, "Theirs")
    for wrong in (post.id, 999_999_999_999):
        with pytest.raises(NotFound):
            commands.edit_post(actor_id=mallory.id, post_id=wrong, text="x", version=1)
    assert edit(bob, post, "Mine").text == "Mine"


def test_a_topic_in_the_archive_stays_as_it_is(bob: Person, ann: Person, start: Write) -> None:
    post = start(bob)
    commands.archive_topic(actor_id=ann.id, topic_id=post.topic_id)
    with pytest.raises(Forbidden, match="archive"):
        edit(bob, post, "Later")
    commands.unarchive_topic(actor_id=ann.id, topic_id=post.topic_id)
    assert edit(bob, post, "Later").text == "Later", "the control"


def test_a_locked_topic_stays_as_it_is(bob: Person, ann: Person, start: Write) -> None:
    post = start(bob)
    commands.lock_topic(actor_id=ann.id, topic_id=post.topic_id)
    with pytest.raises(Forbidden, match="locked"):
        edit(bob, post, "Later")


def test_where_all_is_held_what_was_released_stays(world: World, bob: Person, start: Write, change) -> None:
    set_policy(world.cohort, Policy.ALL_HELD)
    post = start(bob, text="One")
    assert edit(bob, post, "Two").state is State.HELD, "a held one may be improved, and stays held"
    change(post, "release")
    with pytest.raises(Forbidden, match="released it"):
        edit(bob, post, "Three", version=2)


@pytest.mark.parametrize("verb", ["hide", "remove", "decline"])
def test_what_is_gone_is_not_edited(
    bob: Person, ann: Person, start: Write, reply: Write, change, verb: str
) -> None:
    topic_id = start(ann).topic_id
    post = reply(bob, topic_id)
    change(post, verb)
    with pytest.raises(Forbidden, match="any more"):
        edit(bob, post, "Back")


def test_a_held_reply_is_not_there_for_others(
    world: World, bob: Person, mallory: Person, start: Write, reply: Write
) -> None:
    topic_id = start(bob).topic_id
    set_policy(world.cohort, Policy.FIRST_HELD)
    nora = newcomer("nora", world.cohort)
    held = reply(nora, topic_id)
    for person in (bob, mallory):
        with pytest.raises(NotFound):
            edit(person, held, "x")
    assert edit(nora, held, "Better").text == "Better"


def retitle(person: Person, post: Post, title: str, *, seen: str, version: int = 1, text: str = "") -> Post:
    about = {"actor_id": person.id, "post_id": post.id, "text": text or post.text, "version": version}
    return commands.edit_post(**about, retitling=Retitling(title, seen))


def title_of(post: Post) -> str | None:
    return db.session.scalar(sa.select(Topic.title).where(Topic.id == post.topic_id))


def test_who_opened_a_topic_may_call_it_otherwise(bob: Person, start: Write) -> None:
    post = start(bob, "Costing", "One")
    edited = retitle(bob, post, " Costing\na trial ", seen="Costing")
    assert (title_of(post), edited.text, edited.version) == ("Costing a trial", "One", 2)
    kept = db.session.scalars(sa.select(PostRevision)).one()
    assert (kept.title, kept.text) == ("Costing", "One")
    edit(bob, edited, "Two", version=2)
    newest = db.session.scalars(sa.select(PostRevision).where(PostRevision.number == 2)).one()
    assert newest.title is None, "an edit of the text alone says nothing of the title"


def test_a_title_that_stays_changes_nothing(bob: Person, start: Write) -> None:
    post = start(bob, "Costing")
    assert retitle(bob, post, "Costing", seen="Costing").version == 1
    assert revisions(post) == []


def test_of_two_titles_at_once_one_is_told(bob: Person, start: Write) -> None:
    post = start(bob, "Costing")

    @db.command
    def rename() -> None:
        db.lock(Topic, post.topic_id).title = "Named by a moderator"

    rename()
    with pytest.raises(Conflict):
        retitle(bob, post, "Mine", seen="Costing", text="And my text")
    assert (title_of(post), revisions(post)) == ("Named by a moderator", [])
    assert edit(bob, post, "My text").text == "My text", "a text alone is in nobody's way"
    unwanted = retitle(bob, post, "Costing", seen="Costing", version=2, text="My text")
    assert unwanted.version == 2, "who left it as it was wants no other"
    assert title_of(post) == "Named by a moderator"
    retitle(bob, post, "Mine", seen="Named by a moderator", version=2, text="My text")
    assert title_of(post) == "Mine"


def test_a_reply_gives_its_topic_no_title(bob: Person, ann: Person, start: Write, reply: Write) -> None:
    post = start(ann, "Costing")
    retitle(bob, reply(bob, post.topic_id), "Mine", seen="Costing", text="Edited")
    assert title_of(post) == "Costing"


@pytest.mark.parametrize("title", [" ", "x" * 151])
def test_a_title_is_one_line_that_says_something(bob: Person, start: Write, title: str) -> None:
    post = start(bob, "Costing")
    with pytest.raises(Invalid) as refused:
        retitle(bob, post, title, seen="Costing")
    assert refused.value.field == "title"


def test_lines_that_lead_to_the_topic_tell_its_new_title(world: World, bob: Person) -> None:
    from cop.chat.commands import send_message
    from tests.people import key

    line = send_message(actor_id=bob.id, slug="cohort-1", text="Said", key=key())
    about = {"actor_id": bob.id, "space_id": world.cohort.id, "title": "Costing", "text": "x", "key": key()}
    post = commands.open_topic(**about, message_ids=[line.id])

    def pulse() -> int | None:
        return db.session.scalar(sa.select(Message.changed).where(Message.id == line.id))

    before = pulse()
    edit(bob, post, "Otherwise")
    assert pulse() == before
    retitle(bob, post, "Costing a trial", seen="Costing", version=2, text="Otherwise")
    assert pulse() == (before or 0) + 1
