"""Release what was held: it takes its place, the log says who, and nobody releases their own or twice."""

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.errors import Conflict, Invalid, NotFound
from cop.markup import Words
from cop.models import (
    Deciders,
    Letter,
    LetterKind,
    Membership,
    Policy,
    Post,
    PostRevision,
    Space,
    State,
    TopicState,
    Verdict,
)
from cop.moderation import commands, queries
from tests.moderation import things
from tests.people import set_policy


def space(row: Space) -> Space:
    return db.session.get_one(Space, row.id)


def letters() -> list[Letter]:
    return list(db.session.scalars(sa.select(Letter)))


def test_a_released_post_takes_its_place(world, ann, bob, held):
    review = things.review_of(held)
    assert things.again(held).position is None, "control: it waits"
    decision = commands.release(actor_id=ann.id, review_id=review.id, reason="Welcome")
    post = things.again(held)
    assert (post.state, post.position, post.topic.posts, post.topic.state) == (
        State.RELEASED,
        1,
        1,
        TopicState.OPEN,
    )
    assert (decision.verdict, decision.actor_id, decision.reason, decision.decided_at) == (
        Verdict.RELEASE,
        ann.id,
        "Welcome",
        clock.now(),
    )
    assert (decision.review_id, decision.post_id, decision.person_id) == (review.id, held.id, bob.id)
    assert things.review_of(held).decided_at == clock.now()


def test_release_records_that_readers_have_it(world, ann, held, facts):
    commands.release(actor_id=ann.id, review_id=things.review_of(held).id)
    assert {type(fact).__name__ for fact in facts} == {
        "PostReleased",
        "PostAnnounced",
        "ReviewDecided",
        "ContributionDecided",
        "NoticesChanged",
    }


def test_a_released_message_takes_its_place_in_the_room(world, ann, bob):
    said = things.held_message(bob, world.cohort)
    assert said.seq is None
    commands.release(actor_id=ann.id, review_id=things.review_of(said).id)
    assert (things.again(said).seq, things.again(said).state) == (1, State.RELEASED)


def test_nobody_writes_to_the_author_of_a_plain_release(world, ann, held):
    commands.release(actor_id=ann.id, review_id=things.review_of(held).id)
    assert letters() == []


def test_a_newcomer_is_held_until_one_contribution_was_released(world, ann, bob, held):
    bobs = policy.load_actor(bob.id)
    assert policy.is_held(bobs, space(world.cohort))
    commands.release(actor_id=ann.id, review_id=things.review_of(held).id)
    assert not policy.is_held(bobs, space(world.cohort))


def test_mallory_bob_and_staff_find_nothing(world, ann, bob, mallory, held):
    review = things.review_of(held)
    for person in (mallory, bob, world.staff):
        with pytest.raises(NotFound):
            commands.release(actor_id=person.id, review_id=review.id)
    assert things.again(held).state is State.HELD
    assert commands.release(actor_id=ann.id, review_id=review.id), "control: Ann may"


def test_a_moderator_of_another_space_finds_nothing(world, elsewhere, held):
    theirs = things.held_topic(world.staff, world.other)
    assert commands.release(actor_id=elsewhere.id, review_id=things.review_of(theirs).id), "control"
    with pytest.raises(NotFound):
        commands.release(actor_id=elsewhere.id, review_id=things.review_of(held).id)


def test_nobody_releases_their_own(world, ann, carol):
    mine = things.held_topic(ann, world.cohort)
    with pytest.raises(NotFound):
        commands.release(actor_id=ann.id, review_id=things.review_of(mine).id)
    assert commands.release(actor_id=carol.id, review_id=things.review_of(mine).id), "control: Carol may"


def test_a_suspended_moderator_finds_nothing(world, ann, held):
    review = things.review_of(held)
    assert queries.waiting_count(policy.load_actor(ann.id)) == 1

    @db.command
    def suspend():
        Membership.of(ann.id, world.cohort.id).suspend(clock.now().replace(year=2027))

    suspend()
    assert queries.waiting_count(policy.load_actor(ann.id)) == 0
    with pytest.raises(NotFound):
        commands.release(actor_id=ann.id, review_id=review.id)


def test_no_such_review(world, ann):
    with pytest.raises(NotFound):
        commands.release(actor_id=ann.id, review_id=999_999_999_999)


def test_the_second_moderator_is_told_who_was_first(world, ann, carol, held):
    review = things.review_of(held)
    commands.release(actor_id=ann.id, review_id=review.id)
    with pytest.raises(Conflict, match=r"Ann has already released this at 12:00\."):
        commands.decline(actor_id=carol.id, review_id=review.id, reason="No")
    assert [decision.verdict for decision in things.decisions()] == [Verdict.RELEASE]


def test_the_day_is_named_where_it_is_another(world, ann, held):
    review = things.review_of(held)
    commands.release(actor_id=ann.id, review_id=review.id)
    with (
        clock.at(clock.now().replace(day=5)),
        pytest.raises(Conflict, match=r"You have already released this on 2 Mar at 12:00\."),
    ):
        commands.decline(actor_id=ann.id, review_id=review.id, reason="No")


def test_a_double_click_is_one_decision(world, ann, held):
    review = things.review_of(held)
    first = commands.release(actor_id=ann.id, review_id=review.id)
    assert commands.release(actor_id=ann.id, review_id=review.id).id == first.id
    assert len(things.decisions()) == 1


def test_what_changed_while_it_was_read_is_not_released(world, ann, bob, held):
    review = things.review_of(held)

    @db.command
    def edit():
        post = db.lock(Post, held.id)
        post.revise(Words("Worse", "<p>Worse</p>"), editor_id=bob.id, seen_version=1)

    edit()
    with pytest.raises(Conflict, match="Bob changed this while you were reading"):
        commands.release(actor_id=ann.id, review_id=review.id, version=1)
    assert things.again(held).state is State.HELD
    assert commands.release(actor_id=ann.id, review_id=review.id, version=2), "control: as read"


def test_a_reply_in_a_topic_that_is_gone_is_not_released(world, ann, bob):
    opening = things.open_topic(world.staff, world.cohort)
    waiting = things.held_reply(bob, opening)
    commands.hide(actor_id=ann.id, post_id=opening.id, reason="Wrong place")
    with pytest.raises(Conflict, match="topic was removed or hidden"):
        commands.release(actor_id=ann.id, review_id=things.review_of(waiting).id)
    commands.restore(actor_id=ann.id, post_id=opening.id)
    assert commands.release(actor_id=ann.id, review_id=things.review_of(waiting).id), "control"


def test_what_its_author_took_back_waits_no_longer(world, ann, bob, held):
    said = things.held_message(bob, world.cohort)

    @db.command
    def remove():
        db.lock(Post, held.id).remove()
        db.get(type(said), said.id).remove()

    remove()
    assert queries.waiting_count(policy.load_actor(ann.id)) == 0
    assert {decision.verdict for decision in things.decisions()} == {Verdict.WITHDRAWN}
    with pytest.raises(Conflict, match="Bob has already withdrawn this"):
        commands.release(actor_id=ann.id, review_id=things.review_of(held).id)


def test_a_release_with_an_edit_keeps_what_its_author_wrote(world, ann, bob, held):
    review = things.review_of(held)
    commands.release_edited(actor_id=ann.id, review_id=review.id, text="May I ask?", note="Shortened")
    post = things.again(held)
    assert (post.text, post.html, post.state, post.version) == (
        "May I ask?",
        "<p>May I ask?</p>",
        State.RELEASED,
        2,
    )
    revision = db.session.scalars(sa.select(PostRevision)).one()
    assert (revision.text, revision.editor_id) == ("May I ask something?", ann.id)
    decision = things.decisions()[-1]
    assert (decision.verdict, decision.reason) == (Verdict.RELEASE_EDITED, "Shortened")
    letter = letters()[0]
    assert (letter.kind, letter.address, letter.person_id, letter.decision_id) == (
        LetterKind.DECISION,
        bob.email,
        bob.id,
        decision.id,
    )


def test_a_message_is_released_with_an_edit(world, ann, bob):
    said = things.held_message(bob, world.cohort)
    review = things.review_of(said)
    with pytest.raises(Invalid, match="at most 4,000"):
        commands.release_edited(actor_id=ann.id, review_id=review.id, text="x" * 4_001, note="Long")
    commands.release_edited(actor_id=ann.id, review_id=review.id, text="Hello.", note="Short")
    assert (things.again(said).text, things.again(said).seq) == ("Hello.", 1)


def test_an_edited_release_wants_a_change_and_a_note(world, ann, held):
    review = things.review_of(held)
    for text, note, field in (
        ("", "Why", "text"),
        ("Other", " ", "note"),
        ("May I ask something?", "Why", None),
        ("Other", "n" * 2_001, "note"),
    ):
        with pytest.raises(Invalid) as refused:
            commands.release_edited(actor_id=ann.id, review_id=review.id, text=text, note=note)
        assert refused.value.field == field
    assert things.decisions() == []


def test_a_repeated_edited_release_is_one(world, ann, held):
    review = things.review_of(held)
    for _ in range(2):
        commands.release_edited(actor_id=ann.id, review_id=review.id, text="Other", note="Why")
    assert len(things.decisions()) == len(letters()) == 1


def test_nobody_can_decide_where_nobody_moderates_but_a_steward(world, bob, mallory):
    set_policy(world.other, Policy.ALL_HELD)
    things.appoint(bob)
    held = things.held_topic(mallory, world.other)
    assert things.review_of(held).falls_to is Deciders.STEWARDS
    with pytest.raises(NotFound):
        commands.release(actor_id=world.ann.id, review_id=things.review_of(held).id)
    commands.release(actor_id=bob.id, review_id=things.review_of(held).id)
    assert things.again(held).state is State.RELEASED
