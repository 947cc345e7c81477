"""Naming people in a post: whom it names, when they are told, and who may call everybody."""

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from cop import db
from cop.events import EveryoneMentioned, Fact, PeopleMentioned
from cop.forum import commands
from cop.models import Person, Policy, Post, PostMention, RoleName
from cop.moderation import commands as moderation
from tests.moderation.things import review_of
from tests.people import World, evict, newcomer, set_policy


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Fact]]:
    """Who was newly mentioned, in the order in which it became true."""
    told: list[Fact] = []
    monkeypatch.setattr(db, "_with", {**db._with, PeopleMentioned: [told.append]})
    return told


def named(post: Post) -> set[int]:
    return set(db.session.scalars(sa.select(PostMention.person_id).where(PostMention.post_id == post.id)))


def now(post: Post) -> Post:
    db.session.remove()
    return db.get(Post, post.id)


def edit(post: Post, text: str) -> Post:
    before = now(post)
    return commands.edit_post(actor_id=before.author_id, post_id=post.id, text=text, version=before.version)


def test_readers_are_named_in_bold_and_in_rows(facts, start, ann: Person, bob: Person):
    post = start(bob, text="Could you look at this, @ann?")

    assert post.html == "<p>Could you look at this, <strong>@Ann</strong>?</p>"
    assert (post.mentions, named(post)) == ([ann.id], {ann.id})
    assert facts == [PeopleMentioned(post.id, (ann.id,))]


def test_who_may_not_read_is_text_like_any_other(facts, start, world, bob: Person, mallory: Person):
    post = start(bob, text="@Mallory, @Nobody and @Sam")

    assert post.html == "<p>@Mallory, @Nobody and <strong>@Sam</strong></p>"
    assert named(post) == {world.staff.id}
    assert named(start(bob, text="@Sam", space=world.set_a)) == set(), "staff do not read a set"


def test_naming_oneself_tells_nobody(facts, start, bob: Person):
    post = start(bob, text="I, @Bob")
    assert "<strong>@Bob</strong>" in post.html
    assert (named(post), facts) == (set(), [])


def test_what_is_quoted_names_nobody_again(start, ann: Person, bob: Person):
    assert named(start(bob, text="> @Ann, what do you think?\n\nI don't know.")) == set()
    assert named(start(bob, text="> What do you think?\n\n@Ann knows.")) == {ann.id}


def test_an_edit_tells_only_who_is_new(facts, start, ann: Person, bob: Person, world: World):
    post = start(bob, text="@Ann")
    edited = edit(post, "@Ann and @Sam")
    assert named(post) == {ann.id, world.staff.id}
    assert "<strong>@Sam</strong>" in edited.html
    assert facts[1:] == [PeopleMentioned(post.id, (world.staff.id,))]
    edit(post, "Nobody")
    assert (named(post), now(post).mentions, len(facts)) == (set(), [], 2)


def test_a_held_post_tells_nobody_until_it_is_released(facts, start, world: World, ann: Person, bob: Person):
    set_policy(world.cohort, Policy.ALL_HELD)
    held = start(bob, text="@Ann")
    assert (named(held), held.mentions, facts) == (set(), [], [])
    moderation.release(actor_id=ann.id, review_id=review_of(held).id)
    assert (named(held), now(held).mentions) == ({ann.id}, [ann.id])
    assert facts == [PeopleMentioned(held.id, (ann.id,))]


def test_who_left_while_it_waited_is_not_told(
    facts, start, world: World, ann: Person, bob: Person, set_roles
):
    nora = newcomer("nora", world.cohort)
    set_policy(world.cohort, Policy.ALL_HELD)
    held = start(bob, text="@Nora and @Sam")
    evict(nora, world.cohort)
    moderation.release(actor_id=ann.id, review_id=review_of(held).id)
    assert named(held) == {world.staff.id}


def test_what_a_moderator_changed_names_whom_it_names_then(
    facts, start, world: World, ann: Person, bob: Person
):
    set_policy(world.cohort, Policy.ALL_HELD)
    held = start(bob, text="@Sam")
    moderation.release_edited(
        actor_id=ann.id, review_id=review_of(held).id, text="@Ann @everyone", note="Not"
    )
    assert (named(held), now(held).names_everyone) == ({ann.id}, False), "Bob may not call everybody"


@pytest.mark.parametrize("verb", ["hide", "remove"])
def test_a_tombstone_names_nobody(facts, start, reply, change, ann: Person, bob: Person, verb: str):
    post = reply(bob, start(ann).topic_id, "@Ann")
    assert named(post) == {ann.id}
    change(post, verb)
    assert (named(post), now(post).mentions) == (set(), [])


def test_a_restored_one_names_them_again(facts, start, reply, change, ann: Person, bob: Person):
    post = reply(bob, start(ann).topic_id, "@Ann")
    change(post, "hide")
    change(post, "release")
    assert (named(post), len(facts)) == ({ann.id}, 2)


@pytest.mark.parametrize(
    ("role", "may"),
    [(RoleName.MODERATOR, True), (RoleName.FACILITATOR, True), (RoleName.MEMBER, False)],
)
def test_facilitators_and_moderators_alone_call_everybody(
    start, set_roles, world: World, bob: Person, role: RoleName, may: bool
):
    set_roles(bob, world.cohort, role)
    post = start(bob, text="Dear @Everyone, a date")
    assert post.names_everyone == may
    assert ("<strong>@everyone</strong>" in post.html) == may
    assert (named(post), post.mentions) == (set(), []), "no row for each of thousands"


def test_everybody_is_told_once_the_post_can_be_read_and_not_by_each_edit(
    start, world: World, ann: Person, bob: Person, monkeypatch
):
    told: list[Fact] = []
    monkeypatch.setattr(db, "_with", {**db._with, EveryoneMentioned: [told.append]})
    post = start(ann, text="Hello")
    assert told == []
    edit(post, "Hello @everyone")
    edit(post, "Hello again, @everyone")
    assert told == [EveryoneMentioned(post.id)]
    another = start(ann, text="@everyone")
    assert told[1:] == [EveryoneMentioned(another.id)]
    start(bob, text="@everyone")
    assert len(told) == 2


def test_a_right_elsewhere_is_none_here(start, world: World, ann: Person):
    assert start(ann, text="@everyone").names_everyone
    assert not start(ann, text="@everyone", space=world.network).names_everyone


def test_a_post_without_a_call_costs_no_query_more(start, reply, ann: Person, bob: Person, count_queries):
    topic_id = start(ann).topic_id
    with count_queries() as plain:
        reply(bob, topic_id, "Plain words, by mail to x@y.example")
    with count_queries() as calling:
        reply(bob, topic_id, "Words for @Ann")
    assert not [each for each in plain if re.search(r"(FROM|INTO|JOIN) mention\b", each)]
    # Four to find whom it names, four to tell them.
    assert len(calling) - len(plain) == 8, "\n\n".join(calling)
