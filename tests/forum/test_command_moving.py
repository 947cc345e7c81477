"""Taking a topic to another space: access goes with it at once (S36)."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from cop import db, policy
from cop.errors import Conflict, Forbidden, NotFound
from cop.forum import commands, queries
from cop.forum.commands import pace
from cop.models import (
    Decision,
    Membership,
    Message,
    Person,
    Policy,
    Post,
    Review,
    RoleName,
    SearchEntry,
    Space,
    Topic,
    Verdict,
)
from cop.models.readings import read_to
from cop.moderation import commands as moderation
from tests.people import World, a_group, join, newcomer, put_message, set_policy

Write = Callable[..., Post]


@pytest.fixture
def group(world: World) -> Space:
    """Another space that Ann moderates, with Nora in it, where something was written before."""

    space = a_group(world.ann)
    newcomer("nora", space)
    return space


def visible(person: Person) -> set[int]:
    return set(
        db.session.scalars(sa.select(Topic.id).where(policy.visible_topics(policy.load_actor(person.id))))
    )


def move(person: Person, topic_id: int, space: Space) -> Topic:
    return commands.move_topic(actor_id=person.id, topic_id=topic_id, space_id=space.id)


def test_readers_of_the_old_space_lose_it_and_those_of_the_new_have_it(
    ann: Person, bob: Person, group: Space, start: Write, reply: Write
) -> None:
    topic_id = start(bob).topic_id
    post = reply(bob, topic_id)
    nora = db.session.query(Person).filter_by(name="Nora").one()
    assert topic_id in visible(bob)
    assert topic_id not in visible(nora)
    moved = move(ann, topic_id, group)
    assert (moved.space_id, moved.posts) == (group.id, 2)
    assert topic_id not in visible(bob)
    assert topic_id in visible(nora)
    theirs = queries.post_in(policy.load_actor(bob.id), post.id)
    assert db.session.scalars(theirs).unique().one_or_none() is None, "not even who wrote it"
    assert db.session.get(Post, post.id).position == 2, "the permanent address leads to the same place"
    with pytest.raises(NotFound):
        commands.edit_post(actor_id=bob.id, post_id=post.id, text="Mine!", version=1)


def test_both_spaces_keep_a_decision(ann: Person, bob: Person, group: Space, start: Write) -> None:
    topic_id = start(bob).topic_id
    for _ in range(2):
        assert move(ann, topic_id, group).space_id == group.id
    decisions = db.session.scalars(sa.select(Decision).order_by(Decision.id)).all()
    assert [decision.verdict for decision in decisions] == [Verdict.MOVE_AWAY, Verdict.MOVE_HERE]
    assert [decision.space.slug for decision in decisions] == ["cohort-1", "group"]


def test_it_is_new_in_the_other_space(
    ann: Person, bob: Person, group: Space, start: Write, reply: Write
) -> None:
    earlier = start(ann, "There before", space=group)
    topic_id = start(bob).topic_id
    reply(bob, topic_id)
    move(ann, topic_id, group)
    topic = db.session.get(Topic, topic_id)
    activities = db.session.scalars(
        sa.select(Post.activity).where(Post.topic_id == topic_id).order_by(Post.position)
    ).all()
    assert activities == [earlier.activity + 1, earlier.activity + 2]
    assert topic.activity == db.session.get(Space, group.id).activity == activities[-1]
    nora = db.session.query(Person).filter_by(name="Nora").one()
    assert queries.first_unread(policy.load_actor(nora.id), topic) == 1


def test_only_who_moderates_both_may(
    ann: Person, bob: Person, mallory: Person, world: World, group: Space, start: Write, set_roles
) -> None:
    topic_id = start(bob).topic_id
    with pytest.raises(NotFound):
        move(bob, topic_id, group)
    with pytest.raises(NotFound):
        move(mallory, topic_id, world.other)
    join_as(bob, group)
    with pytest.raises(Forbidden):
        move(bob, topic_id, group)
    set_roles(bob, group, RoleName.MODERATOR)
    with pytest.raises(Forbidden):
        move(bob, topic_id, group)
    set_roles(bob, world.cohort, RoleName.MODERATOR)
    assert move(bob, topic_id, group).space_id == group.id
    with pytest.raises(NotFound):
        move(ann, 999_999_999_999, group)
    with pytest.raises(NotFound):
        move(ann, topic_id, world.other)


@db.command
def join_as(person: Person, space: Space) -> None:
    join(person, space)


def test_nothing_leaves_a_set(ann: Person, bob: Person, world: World, group: Space, start: Write) -> None:
    topic_id = start(bob, space=world.set_a).topic_id
    with pytest.raises(Forbidden, match="stays there"):
        move(ann, topic_id, group)
    other = start(bob).topic_id
    assert move(ann, other, world.set_a).space_id == world.set_a.id, "into one it may go"


def test_what_waits_is_decided_first(
    ann: Person, bob: Person, world: World, group: Space, start: Write, reply: Write
) -> None:
    topic_id = start(ann).topic_id
    set_policy(world.cohort, Policy.ALL_HELD)
    reply(bob, topic_id, "Waits")
    with pytest.raises(Conflict, match="waits for a moderator"):
        move(ann, topic_id, group)
    review = db.session.query(Review).one()
    moderation.release(actor_id=ann.id, review_id=review.id)
    move(ann, topic_id, group)
    assert db.session.get(Review, review.id, populate_existing=True).space_id == group.id


def test_an_old_decision_is_not_undone_from_the_old_space(
    ann: Person, bob: Person, world: World, group: Space, start: Write, reply: Write, set_roles
) -> None:
    set_roles(bob, world.cohort, RoleName.MODERATOR)
    topic_id = start(ann).topic_id
    post = reply(ann, topic_id)
    hidden = moderation.hide(actor_id=bob.id, post_id=post.id, reason="Not here.")
    move(ann, topic_id, group)
    with pytest.raises(Conflict, match="another space"):
        moderation.undo(actor_id=bob.id, decision_id=hidden.id)


def test_lines_of_the_room_lead_to_it_no_longer(ann: Person, bob: Person, world: World, group: Space) -> None:
    @db.command
    def said() -> int:
        return put_message(db.lock(Space, world.cohort.id), bob, "A line").id

    line = said()
    about = {"space_id": world.cohort.id, "title": "T", "text": "x", "key": "0" * 16, "message_ids": [line]}
    topic_id = commands.open_topic(actor_id=bob.id, **about).topic_id
    assert db.session.get(Message, line, populate_existing=True).continued_in_id == topic_id
    move(ann, topic_id, group)
    assert db.session.get(Message, line, populate_existing=True).continued_in_id is None
    assert db.session.get(Topic, topic_id, populate_existing=True).first_line_id is None


def test_tags_that_both_have_go_with_it(ann: Person, bob: Person, world: World, group: Space, start) -> None:
    topic_id = start(bob).topic_id
    names = {
        (space, name): tag(ann, space, name)
        for space, name in ((world.cohort, "Costing"), (world.cohort, "Only here"), (group, "costing"))
    }
    ours = [names[world.cohort, "Costing"], names[world.cohort, "Only here"]]
    commands.tag_topic(actor_id=bob.id, topic_id=topic_id, tag_ids=ours)
    move(ann, topic_id, group)
    topic = db.session.get(Topic, topic_id, populate_existing=True)
    assert [each.id for each in topic.tags] == [names[group, "costing"]]


def tag(person: Person, space: Space, name: str) -> int:
    return commands.add_tag(actor_id=person.id, space_id=space.id, name=name).id


def test_a_merged_one_follows_and_split_ones_part(
    ann: Person, bob: Person, group: Space, start: Write, reply: Write
) -> None:
    kept, merged = start(bob, "Kept").topic_id, start(bob, "Merged").topic_id
    commands.merge_topics(actor_id=ann.id, topic_id=merged, into_id=kept)
    post = reply(bob, kept)
    part = commands.split_topic(actor_id=ann.id, topic_id=kept, post_ids=[post.id], title="Part").id
    move(ann, kept, group)
    assert db.session.get(Topic, merged, populate_existing=True).space_id == group.id
    assert db.session.get(Topic, part, populate_existing=True).split_from_id is None


def test_who_reads_both_has_read_it(ann: Person, bob: Person, group: Space, start: Write) -> None:
    topic_id = start(bob).topic_id

    @db.command
    def read() -> None:
        read_to(person_id=ann.id, topic_id=topic_id, position=1)

    read()
    move(ann, topic_id, group)
    assert Membership.of(ann.id, group.id)
    assert queries.first_unread(policy.load_actor(ann.id), db.session.get(Topic, topic_id)) is None


@pytest.mark.parametrize("number", [1, 30])
def test_however_many_quote_it_or_are_quoted_by_it_a_move_asks_as_often(
    ann: Person,
    bob: Person,
    group: Space,
    start: Write,
    reply: Write,
    count_queries,
    monkeypatch,
    number: int,
) -> None:
    monkeypatch.setattr(pace, "BURST", 100)
    moved, stays = start(ann, text="Secret words"), start(bob, text="Other words")
    quoting = [reply(bob, stays.topic_id, quotation_of(moved)) for _ in range(number)]
    quoting += [reply(ann, moved.topic_id, quotation_of(stays)) for _ in range(number)]
    with count_queries() as queries:
        move(ann, moved.topic_id, group)
    assert len(queries) <= 50, "\n".join(queries)
    for post in quoting:
        shown = db.session.get(Post, post.id, populate_existing=True)
        assert (shown.lost != "", "words" in shown.html) == (True, False)
        entry = db.session.query(SearchEntry).filter_by(post_id=post.id).one()
        assert "secret" not in entry.words


def quotation_of(post: Post) -> str:
    return f"[Somebody wrote](/posts/{post.id}):\n\n> {post.text}\n\nMine"


def test_open_pages_see_what_is_quoted_no_longer(
    ann: Person, bob: Person, group: Space, start: Write, reply: Write, listen
) -> None:
    moved, stays = start(ann, text="Secret words"), start(bob)
    answer = reply(bob, stays.topic_id, quotation_of(moved))
    hear = listen(bob)
    move(ann, moved.topic_id, group)
    [told] = [each for each in hear("topic:changed") if each.get("post") == answer.id]
    assert ("Secret words" in told["html"], "taken back or hidden" in told["html"]) == (False, True)
