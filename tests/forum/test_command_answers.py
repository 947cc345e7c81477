"""Which post answers a topic, and what its space has come to say of it."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.forum import commands
from cop.models import Decision, Person, Post, RoleName, Space, SummaryRevision, Topic, Verdict
from cop.spaces import commands as spaces
from tests.people import World, newcomer

Write = Callable[..., Post]


def answer_of(topic_id: int) -> int | None:
    topic = db.session.get(Topic, topic_id, populate_existing=True)
    marked = db.session.scalars(sa.select(Post.id).where(Post.topic_id == topic_id, Post.is_answer)).all()
    assert marked == ([topic.answer_id] if topic.answer_id else []), "the row of the post says the same"
    return topic.answer_id


def verdicts() -> list[Verdict]:
    return list(db.session.scalars(sa.select(Decision.verdict).order_by(Decision.id)))


def test_there_is_one_answer(ann: Person, bob: Person, start: Write, reply: Write) -> None:
    topic_id = start(bob).topic_id
    one, other = reply(ann, topic_id), reply(ann, topic_id)
    for post in (one, other, other):
        commands.choose_answer(actor_id=bob.id, post_id=post.id)
        assert answer_of(topic_id) == post.id
    assert verdicts() == []
    commands.withdraw_answer(actor_id=ann.id, post_id=other.id)
    commands.withdraw_answer(actor_id=ann.id, post_id=other.id)
    assert answer_of(topic_id) is None
    assert verdicts() == [Verdict.WITHDRAW_ANSWER]
    commands.choose_answer(actor_id=ann.id, post_id=one.id)
    assert verdicts() == [Verdict.WITHDRAW_ANSWER, Verdict.SET_ANSWER]


def test_who_asked_facilitates_or_moderates_chooses(
    ann: Person, bob: Person, mallory: Person, world: World, start: Write, reply: Write, set_roles
) -> None:
    topic_id = start(ann).topic_id
    post = reply(bob, topic_id)
    carol = newcomer("carol", world.cohort)
    for person, refused in (
        (bob, Forbidden),
        (carol, Forbidden),
        (world.staff, Forbidden),
        (mallory, NotFound),
    ):
        with pytest.raises(refused):
            commands.choose_answer(actor_id=person.id, post_id=post.id)
    set_roles(carol, world.cohort, RoleName.FACILITATOR)
    commands.choose_answer(actor_id=carol.id, post_id=post.id)
    assert answer_of(topic_id) == post.id
    set_roles(ann, world.cohort, RoleName.OBSERVER)
    with pytest.raises(Forbidden):
        commands.withdraw_answer(actor_id=ann.id, post_id=post.id)


def test_only_a_reply_that_can_be_read(ann: Person, bob: Person, start: Write, reply: Write, change) -> None:
    opening = start(bob)
    gone = reply(ann, opening.topic_id)
    change(gone, "hide")
    for wrong in (opening, gone):
        with pytest.raises(Conflict):
            commands.choose_answer(actor_id=bob.id, post_id=wrong.id)


@pytest.mark.parametrize("verb", ["hide", "remove"])
def test_one_that_is_taken_back_answers_nothing(
    ann: Person, bob: Person, start: Write, reply: Write, change, verb: str
) -> None:
    topic_id = start(bob).topic_id
    post = reply(ann, topic_id)
    commands.choose_answer(actor_id=bob.id, post_id=post.id)
    change(post, verb)
    assert answer_of(topic_id) is None


def summarise(person: Person, topic_id: int, text: str, version: int = 0) -> Topic:
    return commands.write_summary(actor_id=person.id, topic_id=topic_id, text=text, version=version)


def test_a_summary_keeps_what_it_said(ann: Person, bob: Person, world: World, start: Write) -> None:
    topic_id = start(bob).topic_id
    assert summarise(ann, topic_id, "It **helps**.").summary.html == "<p>It <strong>helps</strong>.</p>"
    assert summarise(ann, topic_id, "It **helps**.", 0).summary.version == 1, "a repeat is harmless"
    spaces.set_forum_rules(
        actor_id=ann.id, space_id=world.cohort.id, shows_revisions=False, members_summarise=True
    )
    summary = summarise(bob, topic_id, "It helps some.", 1).summary
    assert (summary.version, summary.editor_id) == (2, bob.id)
    [past] = db.session.scalars(sa.select(SummaryRevision))
    assert (past.number, past.text, past.editor_id) == (1, "It **helps**.", ann.id)
    with pytest.raises(Conflict):
        summarise(ann, topic_id, "Mine", 1)
    assert summarise(ann, topic_id, " ", 2).summary.text == ""
    with pytest.raises(Invalid):
        summarise(ann, topic_id, "x" * 10_001, 3)
    assert verdicts() == [Verdict.SUMMARISE, Verdict.SET_FORUM, Verdict.SUMMARISE]


def test_members_write_it_where_the_space_lets_them(
    ann: Person, bob: Person, mallory: Person, world: World, start: Write
) -> None:
    topic_id = start(bob).topic_id
    rules = {"actor_id": ann.id, "space_id": world.cohort.id, "shows_revisions": False}
    with pytest.raises(Forbidden):
        summarise(bob, topic_id, "Mine")
    with pytest.raises(NotFound):
        summarise(mallory, topic_id, "Mine")
    spaces.set_forum_rules(**rules, members_summarise=True)
    assert summarise(bob, topic_id, "Ours").summary.text == "Ours"
    commands.lock_topic(actor_id=ann.id, topic_id=topic_id)
    with pytest.raises(Forbidden):
        summarise(bob, topic_id, "Locked", 1)
    assert summarise(ann, topic_id, "The last word", 1).summary.text == "The last word"


def test_the_rules_of_a_forum_are_its_moderators(
    ann: Person, bob: Person, mallory: Person, world: World
) -> None:
    rules = {"space_id": world.cohort.id, "shows_revisions": True, "members_summarise": False}
    for person, refused in ((bob, Forbidden), (mallory, NotFound), (world.staff, Forbidden)):
        with pytest.raises(refused):
            spaces.set_forum_rules(actor_id=person.id, **rules)
    for _ in range(2):
        assert spaces.set_forum_rules(actor_id=ann.id, **rules).shows_revisions
    assert verdicts() == [Verdict.SET_FORUM]
    assert db.session.get(Space, world.cohort.id, populate_existing=True).members_summarise is False
