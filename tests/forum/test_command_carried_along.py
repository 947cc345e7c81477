"""What goes along when topics are merged, split or moved: what people began, follow and silenced; and what must not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from cop import clock, db, policy, web
from cop.errors import Conflict, Forbidden, TooFast
from cop.forum import commands, queries, tasks
from cop.models import (
    ForumDraft,
    Notice,
    Person,
    Policy,
    Post,
    Space,
    Stance,
    Summary,
    Topic,
)
from cop.models.topics import TopicReading
from tests.people import World, a_group, newcomer, set_policy

Write = Callable[..., Post]


@pytest.fixture
def elsewhere(world: World) -> Space:
    """Another space that Ann moderates; its readers see what posts said before."""

    return a_group(world.ann, shows_revisions=True)


@db.command
def begin(person: Person, topic_id: int, text: str) -> None:
    db.session.add(ForumDraft(person_id=person.id, topic_id=topic_id, text=text))


@db.command
def rule(space: Space, **rules: bool) -> None:
    for name, is_on in rules.items():
        setattr(db.lock(Space, space.id), name, is_on)


def merge(person: Person, topic_id: int, into_id: int) -> None:
    commands.merge_topics(actor_id=person.id, topic_id=topic_id, into_id=into_id)


def reread(topic_id: int) -> Topic:
    return db.session.get_one(Topic, topic_id, populate_existing=True)


def stance_of(person: Person, topic_id: int) -> Stance | None:
    mine = (TopicReading.person_id == person.id, TopicReading.topic_id == topic_id)
    return db.session.scalar(sa.select(TopicReading.stance).where(*mine))


def test_what_was_decided_about_a_topic_is_not_done_to_the_one_it_went_into(
    ann: Person, start: Write
) -> None:
    one, two = start(ann, "One").topic_id, start(ann, "Two").topic_id
    merge(ann, one, two)
    for act in (
        lambda: commands.rename_topic(actor_id=ann.id, topic_id=one, title="One, better"),
        lambda: commands.archive_topic(actor_id=ann.id, topic_id=one),
        lambda: commands.pin_topic(actor_id=ann.id, topic_id=one),
        lambda: commands.write_summary(actor_id=ann.id, topic_id=one, text="x", version=0),
    ):
        with pytest.raises(Conflict):
            act()
    assert (reread(two).title, reread(two).is_archived) == ("Two", False)


def test_what_was_begun_goes_on_in_the_other(ann: Person, bob: Person, start: Write) -> None:
    one, two = start(ann).topic_id, start(ann).topic_id
    begin(bob, one, "long words")
    begin(ann, one, "mine here")
    begin(ann, two, "mine there")
    merge(ann, one, two)
    drafts = {draft.person_id: draft for draft in db.session.scalars(sa.select(ForumDraft))}
    assert {draft.topic_id for draft in drafts.values()} == {two}
    assert drafts[bob.id].text == "long words"
    assert drafts[ann.id].text == "mine there\n\nmine here"


def test_who_begins_a_split_topic_by_their_post_hears_of_answers(
    ann: Person, bob: Person, start: Write, reply: Write
) -> None:
    topic_id = start(ann).topic_id
    asked = reply(bob, topic_id, "A question of my own")
    new = commands.split_topic(actor_id=ann.id, topic_id=topic_id, post_ids=[asked.id], title="A part")
    assert stance_of(bob, new.id) is Stance.FOLLOWED
    reply(ann, new.id, "An answer for Bob")
    notices = sa.select(Notice.subject_id).where(Notice.person_id == bob.id, Notice.subject_id == new.id)
    assert db.session.scalars(notices).all()


def test_what_was_not_seen_of_one_is_not_seen_of_the_other(
    ann: Person, bob: Person, start: Write, reply: Write
) -> None:
    one, two = start(bob).topic_id, start(ann).topic_id
    reply(ann, one)
    merge(ann, one, two)
    unseen = sa.select(Notice.subject_id).where(Notice.person_id == bob.id, Notice.seen_at.is_(None))
    assert two in db.session.scalars(unseen).all()


def test_a_part_of_what_was_silenced_is_silent(
    world: World, ann: Person, bob: Person, start: Write, reply: Write
) -> None:
    nora = newcomer("nora", world.cohort)
    topic_id = start(ann).topic_id
    post = reply(bob, topic_id)
    commands.heed_topic(actor_id=nora.id, topic_id=topic_id, stance=Stance.MUTED)
    new = commands.split_topic(actor_id=ann.id, topic_id=topic_id, post_ids=[post.id], title="A part")
    assert stance_of(nora, new.id) is Stance.MUTED


def test_an_emptied_summary_makes_room_for_the_others(ann: Person, start: Write) -> None:
    one, two = start(ann).topic_id, start(ann).topic_id
    commands.write_summary(actor_id=ann.id, topic_id=one, text="What we found", version=0)
    commands.write_summary(actor_id=ann.id, topic_id=two, text="x", version=0)
    commands.write_summary(actor_id=ann.id, topic_id=two, text="", version=1)
    merge(ann, one, two)
    assert db.session.get_one(Summary, two, populate_existing=True).text == "What we found"


def test_a_merged_topic_is_overdue_for_nothing(ann: Person, start: Write) -> None:
    one, two = start(ann).topic_id, start(ann).topic_id
    soon = clock.now() + timedelta(days=1)
    commands.close_topic_at(actor_id=ann.id, topic_id=one, moment=soon)
    commands.pin_topic(actor_id=ann.id, topic_id=two, until=soon)
    merge(ann, one, two)
    with clock.at(soon + timedelta(days=1)):
        assert queries.overdue() == [two], "the control: a pin that has ended"
        tasks.settle_dates.body()
        assert queries.overdue() == []
    assert not reread(two).is_locked


def test_what_readers_could_not_see_before_a_move_they_do_not_see_after(
    world: World, ann: Person, bob: Person, start: Write, elsewhere: Space
) -> None:
    nora = newcomer("nora", elsewhere)
    post = start(bob, text="secret word")
    commands.edit_post(actor_id=bob.id, post_id=post.id, text="fine", version=1)
    commands.write_summary(actor_id=ann.id, topic_id=post.topic_id, text="secret as well", version=0)
    commands.write_summary(actor_id=ann.id, topic_id=post.topic_id, text="fine", version=1)
    commands.move_topic(actor_id=ann.id, topic_id=post.topic_id, space_id=elsewhere.id)

    def seen_by(person: Person) -> tuple[int, int]:
        actor, moved = policy.load_actor(person.id), reread(post.topic_id)
        here = db.session.get_one(Post, post.id, populate_existing=True)
        assert moved.summary
        return len(queries.edits_of_post(actor, here)), len(queries.edits_of_summary(actor, moved.summary))

    assert seen_by(nora) == (0, 0)
    assert seen_by(ann) == (1, 1), "the control: who moderates sees both"


def test_what_a_summary_said_is_taken_back_by_emptying_it(
    world: World, ann: Person, bob: Person, start: Write
) -> None:
    rule(world.cohort, shows_revisions=True)
    topic_id = start(ann).topic_id
    commands.write_summary(actor_id=ann.id, topic_id=topic_id, text="Mrs Patient", version=0)
    commands.write_summary(actor_id=ann.id, topic_id=topic_id, text="Somebody", version=1)

    def seen() -> list[tuple[str, str]]:
        summary = reread(topic_id).summary
        assert summary
        edits = queries.edits_of_summary(policy.load_actor(bob.id), summary)
        return [queries.texts_of_summary(summary, each) for each in edits]

    assert seen() == [("Mrs Patient", "Somebody")], "the control"
    commands.write_summary(actor_id=ann.id, topic_id=topic_id, text="", version=2)
    assert seen() == []
    commands.write_summary(actor_id=ann.id, topic_id=topic_id, text="In short", version=3)
    assert "Mrs Patient" not in str(seen())


def test_a_summary_is_no_way_round_the_moderators(world: World, ann: Person, start: Write) -> None:
    topic_id = start(ann).topic_id
    rule(world.cohort, members_summarise=True)
    nora = newcomer("nora", world.cohort)
    for rules in (Policy.ALL_HELD, Policy.FIRST_HELD):
        set_policy(world.cohort, rules)
        with pytest.raises(Forbidden):
            commands.write_summary(actor_id=nora.id, topic_id=topic_id, text="abuse", version=0)
    set_policy(world.cohort, Policy.OPEN)

    def write_on() -> None:
        for version in range(50):
            commands.write_summary(actor_id=nora.id, topic_id=topic_id, text=f"x{version}", version=version)

    with pytest.raises(TooFast):
        write_on()


def test_posts_whose_place_changes_are_drawn_anew(
    app: Flask, ann: Person, bob: Person, start: Write, reply: Write, elsewhere: Space
) -> None:
    """`changed` is what a kept fragment is known by."""
    one, two = start(ann), start(ann)
    replies = [reply(bob, one.topic_id, f"No. {number}") for number in range(3)]

    def drawn() -> dict[int, tuple[int, str]]:
        found = [queries.post_shown(post.id).post for post in (one, two, *replies)]
        with app.test_request_context():
            return {
                post.id: (post.changed, web.fragment("forum/_post.html", post=post, reason=""))
                for post in found
            }

    def check(before: dict[int, tuple[int, str]]) -> None:
        for post_id, (changed, html) in drawn().items():
            assert changed > before[post_id][0] or html == before[post_id][1]
        assert before != drawn()

    before = drawn()
    new = commands.split_topic(
        actor_id=ann.id, topic_id=one.topic_id, post_ids=[replies[0].id], title="A part"
    )
    check(before)
    before = drawn()
    merge(ann, new.id, two.topic_id)
    check(before)
    before = drawn()
    commands.move_topic(actor_id=ann.id, topic_id=two.topic_id, space_id=elsewhere.id)
    check(before)
