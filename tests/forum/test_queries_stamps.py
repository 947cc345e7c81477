"""Stamps of posts: those of the page that would be read, and another one as soon as anything that a post shows is
another.
"""

from collections.abc import Callable

import pytest

from cop import clock, db, policy
from cop.forum import commands, queries
from cop.forum.commands.locks import post_under_lock
from cop.forum.queries import Stamp
from cop.models import Organisation, Person, Policy, Post, State, Topic
from cop.quoting import quote_from
from tests.attachments import attach
from tests.people import World, key, newcomer, set_policy

Write = Callable[..., Post]


def stamps(person: Person, topic_id: int, page: int = 1) -> list[Stamp]:
    """As they are read from the database now."""
    db.session.remove()
    actor = policy.load_actor(person.id)
    topic = db.session.scalars(queries.topic_in(actor, topic_id)).unique().one()
    return queries.stamps_on(actor, topic, page)


def read(person: Person, topic_id: int, page: int = 1) -> list[Stamp]:
    """The stamps of the posts that are read whole."""
    db.session.remove()
    actor = policy.load_actor(person.id)
    topic = db.session.scalars(queries.topic_in(actor, topic_id)).unique().one()
    return [Stamp.of(each.post) for each in queries.posts_on(actor, topic, page)]


def test_they_are_those_of_the_posts_that_a_page_shows(
    world: World, ann: Person, bob: Person, start: Write, reply: Write
) -> None:
    topic_id = start(bob).topic_id
    for number in range(20):
        reply(ann if number % 2 else bob, topic_id)
    set_policy(world.cohort, Policy.FIRST_HELD)
    nora, olga = newcomer("nora", world.cohort), newcomer("olga", world.cohort)
    held = reply(nora, topic_id)
    for person in (ann, bob, nora, olga, world.staff):
        for page, size in ((1, 20), (2, 1 + (person in (ann, nora)))):
            found = stamps(person, topic_id, page)
            assert found == read(person, topic_id, page)
            assert len(found) == size
            assert (held.id in [each.id for each in found]) is (size == 2)


def test_what_waits_and_what_comes_from_a_room_is_not_shared(bob: Person, start: Write, reply: Write) -> None:
    opening = start(bob)
    (first,) = stamps(bob, opening.topic_id)
    topic = db.get(Topic, opening.topic_id)
    assert first.is_shared(topic)
    reply(bob, opening.topic_id)
    first, second = stamps(bob, opening.topic_id)
    topic = Topic(id=opening.topic_id, first_line_id=7)
    assert not first.is_shared(topic)
    assert second.is_shared(topic)
    assert not second._replace(position=None).is_shared(topic)
    for state in set(State) - set(queries.KNOWN):
        assert not second._replace(state=state).is_shared(topic)


@db.command
def rename(person: Person, name: str) -> None:
    db.get(Person, person.id).name = name


@db.command
def leave(person: Person) -> None:
    db.get(Person, person.id).deactivated_at = clock.now()


@db.command
def rename_trust() -> None:
    db.session.query(Organisation).one().name = "Renamed Trust"


@db.command
def do(post: Post, verb: str) -> None:
    getattr(post_under_lock(post.id), verb)()


def edit(on: dict[str, Post]) -> None:
    post = db.get(Post, on["post"].id)
    commands.edit_post(
        actor_id=post.author_id, post_id=post.id, text="Other words", version=post.version, key=key()
    )


def leave_out(on: dict[str, Post]) -> None:
    (file,) = queries.post_shown(on["post"].id).post.attachments
    commands.leave_out(actor_id=on["post"].author_id, attachment_id=file.id)


def unmark(on: dict[str, Post]) -> None:
    commands.unmark_post(actor_id=on["ann"].id, post_id=on["post"].id, word="thanks")


def mark(on: dict[str, Post]) -> None:
    commands.mark_post(actor_id=on["ann"].id, post_id=on["post"].id, word="helped")


def split(on: dict[str, Post]) -> None:
    """The post before it goes elsewhere, so it has another place."""
    between = on["between"]
    commands.split_topic(
        actor_id=on["ann"].id, topic_id=between.topic_id, post_ids=[between.id], title="Elsewhere"
    )


def merge(on: dict[str, Post]) -> None:
    other, post = on["other"], on["post"]
    commands.merge_topics(actor_id=on["ann"].id, topic_id=post.topic_id, into_id=other.topic_id)


CHANGES: dict[str, Callable[[dict[str, Post]], object]] = {
    "edited": edit,
    "removed": lambda on: commands.remove_post(actor_id=on["bob"].id, post_id=on["post"].id),
    "hidden": lambda on: do(on["post"], "hide"),
    "marked": mark,
    "unmarked": unmark,
    "an answer": lambda on: commands.choose_answer(actor_id=on["ann"].id, post_id=on["post"].id),
    "without its file": leave_out,
    "without what it quotes": lambda on: do(on["quoted"], "hide"),
    "at another place": split,
    "in another topic": merge,
    "of an author of another name": lambda on: rename(on["bob"], "Robert"),
    "of an author who has left": lambda on: leave(on["bob"]),
    "of an organisation of another name": lambda _: rename_trust(),
}


@pytest.fixture
def things(world: World, ann: Person, bob: Person, start: Write, reply: Write) -> dict[str, Post]:
    """A reply of Bob's with all that a post can carry, and what is around it."""
    quoted = start(ann, "Costing", "Quoted words")
    between, other = reply(ann, quoted.topic_id, "Between"), start(ann, "Another topic")
    text = quote_from(f"/posts/{quoted.id}", quoted.text, name="Ann") + "Careful words for @Ann"
    file = attach(bob, world.cohort, "a.txt")
    post = commands.post_reply(
        actor_id=bob.id, topic_id=quoted.topic_id, text=text, key=key(), files={file.id: ""}
    )
    commands.mark_post(actor_id=ann.id, post_id=post.id, word="thanks")
    return {"quoted": quoted, "between": between, "other": other, "post": post, "ann": ann, "bob": bob}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_it_shows_changes_its_stamp(change: str, ann: Person, things: dict[str, Post]) -> None:
    def stamp(*topic_ids: int) -> Stamp:
        found = [each for topic_id in topic_ids for each in stamps(ann, topic_id)]
        return next(each for each in found if each.id == things["post"].id)

    topic_id = things["post"].topic_id
    before = stamp(topic_id)
    assert before == stamp(topic_id)
    CHANGES[change](things)
    if change == "in another topic":
        topic_id = things["other"].topic_id
    assert stamp(topic_id) != before


def test_mallory_has_none(mallory: Person, bob: Person, start: Write) -> None:
    topic_id = start(bob).topic_id
    assert stamps(bob, topic_id)
    with pytest.raises(db.sa.exc.NoResultFound):
        stamps(mallory, topic_id)
