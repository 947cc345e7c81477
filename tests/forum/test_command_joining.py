"""Merging and splitting topics: posts keep their ids, places have no gaps, and what was read stays read."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from cop import db, policy
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.forum import commands, queries
from cop.models import (
    Decision,
    Person,
    Policy,
    Post,
    Space,
    Stance,
    State,
    Summary,
    Topic,
    TopicState,
    Verdict,
)
from cop.models.topics import TopicReading
from tests.people import World, newcomer, set_policy

Write = Callable[..., Post]


def merge(person: Person, topic_id: int, into_id: int) -> Topic:
    return commands.merge_topics(actor_id=person.id, topic_id=topic_id, into_id=into_id)


def split(person: Person, topic_id: int, *post_ids: int, title: str = "A part") -> Topic:
    return commands.split_topic(actor_id=person.id, topic_id=topic_id, post_ids=post_ids, title=title)


def placed(topic_id: int) -> list[tuple[int, int]]:
    """Who stands where, in order."""
    query = sa.select(Post.position, Post.id).where(Post.topic_id == topic_id, Post.position.is_not(None))
    return [tuple(row) for row in db.session.execute(query.order_by(Post.position))]


def reread(topic_id: int) -> Topic:
    topic = db.session.get(Topic, topic_id, populate_existing=True)
    assert topic is not None
    return topic


def has_read(person: Person, topic_id: int) -> int | None:
    return db.session.scalar(
        sa.select(TopicReading.position).where(
            TopicReading.person_id == person.id, TopicReading.topic_id == topic_id
        )
    )


# Merging.


def test_posts_stand_behind_the_others(ann: Person, bob: Person, start: Write, reply: Write) -> None:
    one, other = start(bob, "One"), start(bob, "Other")
    first, second = reply(ann, one.topic_id), reply(bob, other.topic_id)
    into = merge(ann, other.topic_id, one.topic_id)
    assert into.id == one.topic_id
    assert placed(into.id) == [(1, one.id), (2, first.id), (3, other.id), (4, second.id)]
    assert (reread(into.id).posts, reread(other.topic_id).posts) == (4, 0)
    assert not db.session.get(Post, other.id, populate_existing=True).is_opening
    activities = list(db.session.scalars(sa.select(Post.activity).order_by(Post.position)))
    assert activities == sorted(activities), "activity follows the places"
    assert reread(into.id).last_post_id == second.id
    [decision] = db.session.scalars(sa.select(Decision))
    assert (decision.verdict, decision.topic_id) == (Verdict.MERGE, into.id)


def test_a_repeat_is_harmless_and_one_hop_leads_to_the_last(ann: Person, bob: Person, start: Write) -> None:
    a, b, c = (start(bob, title).topic_id for title in "ABC")
    assert merge(ann, a, b).id == merge(ann, a, b).id == b
    merge(ann, b, c)
    assert reread(a).merged_into_id == reread(b).merged_into_id == c
    assert (reread(a).state, reread(b).state) == (TopicState.MERGED, TopicState.MERGED)
    assert [place for place, _ in placed(c)] == [1, 2, 3]


def test_a_reply_to_the_merged_one_goes_where_it_went(
    ann: Person, bob: Person, start: Write, reply: Write
) -> None:
    a, b = start(bob, "A").topic_id, start(bob, "B").topic_id
    merge(ann, a, b)
    assert reply(bob, a, "I had the old page open.").topic_id == b


def test_what_waits_goes_along(world: World, ann: Person, bob: Person, start: Write, reply: Write) -> None:
    a, b = start(ann, "A").topic_id, start(ann, "B").topic_id
    set_policy(world.cohort, Policy.ALL_HELD)
    held = reply(bob, a)
    merge(ann, a, b)
    post = db.session.get(Post, held.id, populate_existing=True)
    assert (post.topic_id, post.position, post.state) == (b, None, State.HELD)


def test_it_takes_over_answer_and_summary_if_it_has_none(
    ann: Person, bob: Person, start: Write, reply: Write
) -> None:
    a, b, c = (start(bob, title).topic_id for title in "ABC")
    first, second = reply(ann, a), reply(ann, b)
    for post, topic_id in ((first, a), (second, b)):
        commands.choose_answer(actor_id=ann.id, post_id=post.id)
        commands.write_summary(actor_id=ann.id, topic_id=topic_id, text=f"Of {topic_id}", version=0)
    merge(ann, a, c)
    assert reread(c).answer_id == first.id
    assert db.session.get(Summary, c).text == f"Of {a}"
    merge(ann, b, c)
    assert reread(c).answer_id == first.id
    assert not db.session.get(Post, second.id, populate_existing=True).is_answer
    assert db.session.get(Summary, c, populate_existing=True).text == f"Of {a}"


def test_who_read_all_of_both_has_read_all(ann: Person, bob: Person, start: Write, reply: Write) -> None:
    a, b = start(bob, "A").topic_id, start(bob, "B").topic_id
    commands.mark_read(actor_id=ann.id, topic_id=a, position=1)
    merge(ann, a, b)
    assert has_read(bob, b) == 2, "he wrote both"
    assert has_read(ann, b) is None, "she had not read the other"
    assert queries.first_unread(policy.load_actor(ann.id), reread(b)) == 1


def test_who_follows_it_follows_the_other_unless_they_chose_otherwise(
    world: World, ann: Person, bob: Person, start: Write
) -> None:
    one, two = start(ann).topic_id, start(ann).topic_id
    cleo = newcomer("cleo", world.cohort)
    commands.heed_topic(actor_id=bob.id, topic_id=one, stance=Stance.FOLLOWED)
    commands.heed_topic(actor_id=cleo.id, topic_id=one, stance=Stance.FOLLOWED)
    commands.heed_topic(actor_id=cleo.id, topic_id=two, stance=Stance.MUTED)
    merge(ann, one, two)
    stances = sa.select(TopicReading.person_id, TopicReading.stance).where(TopicReading.topic_id == two)
    found = {row.person_id: row.stance for row in db.session.execute(stances)}
    assert (found[bob.id], found[cleo.id]) == (Stance.FOLLOWED, Stance.MUTED)


def test_who_may_merge_what(
    world: World, ann: Person, bob: Person, mallory: Person, start: Write, change
) -> None:
    a, b = start(bob, "A"), start(bob, "B")
    elsewhere = start(mallory, space=world.other)
    network = start(ann, space=world.network).topic_id
    with pytest.raises(Forbidden):
        merge(bob, a.topic_id, b.topic_id)
    with pytest.raises(NotFound):
        merge(mallory, a.topic_id, b.topic_id)
    for wrong in (999_999_999_999, a.topic_id):
        with pytest.raises((NotFound, Conflict)):
            merge(ann, a.topic_id, wrong)
    for other in (elsewhere.topic_id, network):
        with pytest.raises(Conflict, match="two spaces"):
            merge(ann, a.topic_id, other)
    change(b, "hide")
    with pytest.raises(Conflict, match="can be read"):
        merge(ann, a.topic_id, b.topic_id)
    assert placed(a.topic_id) == [(1, a.id)]


# Splitting.


def test_chosen_posts_are_a_topic_and_the_others_close_ranks(
    ann: Person, bob: Person, start: Write, reply: Write
) -> None:
    opening = start(bob)
    posts = [reply((ann, bob)[number % 2], opening.topic_id, f"{number}") for number in range(5)]
    new = split(ann, opening.topic_id, posts[3].id, posts[1].id)
    assert placed(new.id) == [(1, posts[1].id), (2, posts[3].id)]
    left = [opening, posts[0], posts[2], posts[4]]
    assert placed(opening.topic_id) == [(place, post.id) for place, post in enumerate(left, start=1)]
    assert (reread(new.id).posts, reread(opening.topic_id).posts) == (2, 4)
    assert (new.author_id, new.title, new.split_from_id) == (bob.id, "A part", opening.topic_id)
    assert db.session.get(Post, posts[1].id, populate_existing=True).is_opening
    assert reread(new.id).last_post_id == posts[3].id
    assert reread(opening.topic_id).layout == 1
    [decision] = db.session.scalars(sa.select(Decision))
    assert (decision.verdict, decision.topic_id) == (Verdict.SPLIT, opening.topic_id)
    reply(bob, opening.topic_id)
    assert reread(opening.topic_id).posts == 5, "the next place is the next"


def test_the_two_name_each_other(ann: Person, bob: Person, start: Write, reply: Write) -> None:
    topic_id = start(bob).topic_id
    new = split(ann, topic_id, reply(bob, topic_id).id)
    actor = policy.load_actor(bob.id)
    assert [each.id for each in queries.related(actor, reread(topic_id))] == [new.id]
    assert [each.id for each in queries.related(actor, reread(new.id))] == [topic_id]


def test_what_was_read_stays_read(ann: Person, bob: Person, start: Write, reply: Write) -> None:
    topic_id = start(bob).topic_id
    posts = [reply(bob, topic_id, f"{number}") for number in range(4)]
    commands.mark_read(actor_id=ann.id, topic_id=topic_id, position=3)
    new = split(ann, topic_id, posts[0].id, posts[3].id)
    assert (has_read(ann, new.id), has_read(ann, topic_id)) == (1, 2)
    assert (has_read(bob, new.id), has_read(bob, topic_id)) == (2, 3)
    actor = policy.load_actor(ann.id)
    assert queries.first_unread(actor, reread(new.id)) == 2
    assert queries.first_unread(actor, reread(topic_id)) == 3


def test_a_repeat_gives_the_same_topic(ann: Person, bob: Person, start: Write, reply: Write) -> None:
    topic_id = start(bob).topic_id
    post = reply(bob, topic_id)
    assert split(ann, topic_id, post.id).id == split(ann, topic_id, post.id).id
    with pytest.raises(Conflict, match="elsewhere"):
        split(ann, topic_id, post.id, title="Another")


def test_what_can_be_split(
    ann: Person, bob: Person, mallory: Person, world: World, start: Write, reply: Write, change
) -> None:
    opening = start(bob)
    post, gone, elsewhere = reply(bob, opening.topic_id), reply(bob, opening.topic_id), start(bob)
    change(gone, "remove")
    for person, refused in ((bob, Forbidden), (mallory, NotFound)):
        with pytest.raises(refused):
            split(person, opening.topic_id, post.id)
    for chosen in ((), (opening.id,), (opening.id, post.id), (gone.id,), range(200, 400)):
        with pytest.raises(Invalid):
            split(ann, opening.topic_id, *chosen)
    with pytest.raises(Invalid, match="title"):
        split(ann, opening.topic_id, post.id, title=" ")
    with pytest.raises(Conflict):
        split(ann, opening.topic_id, elsewhere.id)
    assert len(placed(split(ann, opening.topic_id, post.id, gone.id).id)) == 2, "a tombstone may follow"


def test_the_answer_goes_and_is_none_any_more(ann: Person, bob: Person, start: Write, reply: Write) -> None:
    topic_id = start(bob).topic_id
    post = reply(ann, topic_id)
    commands.choose_answer(actor_id=bob.id, post_id=post.id)
    new = split(ann, topic_id, post.id)
    assert (reread(topic_id).answer_id, reread(new.id).answer_id) == (None, None)
    assert not db.session.get(Post, post.id, populate_existing=True).is_answer


def test_split_and_merged_again_is_what_it_was_but_for_the_order(
    ann: Person, bob: Person, world: World, start: Write, reply: Write
) -> None:
    topic_id = start(bob).topic_id
    posts = [reply(newcomer(f"n{number}", world.cohort), topic_id).id for number in range(6)]
    before = {post_id for _, post_id in placed(topic_id)}
    merge(ann, split(ann, topic_id, posts[1], posts[4]).id, topic_id)
    assert {post_id for _, post_id in placed(topic_id)} == before
    assert [place for place, _ in placed(topic_id)] == list(range(1, 8))
    assert (
        reread(topic_id).activity == db.session.get(Space, world.cohort.id, populate_existing=True).activity
    )
