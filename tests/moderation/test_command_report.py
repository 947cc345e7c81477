"""Report a post or a message: once each, to those who may decide about its author, and throttled."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.errors import Forbidden, Invalid, NotFound, TooFast
from cop.markup import Words
from cop.models import Post, Report, Review, ReviewKind, Verdict
from cop.moderation import commands, queries
from cop.moderation.commands.reports import BURST
from tests.moderation import things
from tests.people import newcomer


@pytest.fixture
def written(world):
    return things.open_topic(world.ann, world.cohort)


@pytest.fixture
def bobs(world):
    return things.open_topic(world.bob, world.cohort)


def test_a_report_waits_for_the_moderators(world, ann, bobs):
    dan = newcomer("dan", world.cohort)
    report = commands.report(actor_id=dan.id, post_id=bobs.id, category="unkind", reason=" Rude ")
    assert (report.category, report.reason, report.reporter_id) == ("unkind", "Rude", dan.id)
    review = things.review_of(bobs)
    assert (review.kind, review.space_id, review.author_id, review.is_escalated) == (
        ReviewKind.REPORT,
        world.cohort.id,
        world.bob.id,
        False,
    )
    assert queries.waiting_count(policy.load_actor(ann.id)) == 1


def test_a_message_is_reported(world, ann, bob):
    said = things.message(ann, world.set_a)
    assert commands.report(actor_id=bob.id, message_id=said.id, category="other").id
    assert things.review_of(said).kind is ReviewKind.REPORT


def test_a_repeat_is_no_second_report(world, ann, bobs):
    first = commands.report(actor_id=ann.id, post_id=bobs.id, category="unkind")
    again = commands.report(actor_id=ann.id, post_id=bobs.id, category="other", reason="Still")
    assert again.id == first.id
    assert db.session.scalar(sa.select(sa.func.count(Report.id))) == 1


def test_another_person_adds_to_the_same_review(world, ann, bobs, facts):
    dan, eve = newcomer("dan", world.cohort), newcomer("eve", world.cohort)
    assert things.reported(dan, bobs) == things.reported(eve, bobs)
    assert len(things.review_of(bobs).reports) == 2
    assert [type(fact).__name__ for fact in facts].count("ReviewOpened") == 2, "open queues show it"


def test_what_was_left_as_it_is_is_reported_again_only_after_an_edit(world, ann, bob, bobs):
    dan = newcomer("dan", world.cohort)
    review_id = things.reported(dan, bobs)
    commands.dismiss(actor_id=ann.id, review_id=review_id)
    assert things.reported(dan, bobs) == review_id, "nothing new"
    assert queries.waiting_count(policy.load_actor(ann.id)) == 0

    @db.command
    def edit():
        post = db.lock(Post, bobs.id)
        post.revise(Words("Worse", "<p>Worse</p>"), editor_id=bob.id, seen_version=1)

    with clock.at(clock.now() + timedelta(hours=1)):
        edit()
        assert things.reported(dan, bobs) == review_id, "the same review waits again"
    review = things.review_of(bobs)
    assert [report.version for report in review.reports] == [1, 2]
    assert [decision.verdict for decision in review.decisions] == [Verdict.DISMISS]
    assert queries.waiting_count(policy.load_actor(ann.id)) == 1


def test_a_category_is_asked_for(world, ann, bobs):
    for category in ("", "patients", "UNKIND"):
        with pytest.raises(Invalid) as refused:
            commands.report(actor_id=ann.id, post_id=bobs.id, category=category)
        assert refused.value.field == "category"


def test_nobody_reports_their_own(world, bob, bobs):
    with pytest.raises(Forbidden, match="yourself"):
        commands.report(actor_id=bob.id, post_id=bobs.id, category="other")
    assert things.reported(world.ann, bobs), "control"


def test_mallory_finds_nothing_to_report(world, ann, bob, mallory, written):
    said = things.message(ann, world.cohort)
    for about in (
        {"post_id": written.id},
        {"message_id": said.id},
        {"post_id": 999_999_999_999},
        {"message_id": 999_999_999_999},
    ):
        with pytest.raises(NotFound):
            commands.report(actor_id=mallory.id, category="other", **about)
    assert things.reported(bob, written), "control: Bob may"


def test_what_is_held_is_not_there_to_be_reported(world, ann, held):
    dan = newcomer("dan", world.cohort)
    with pytest.raises(NotFound):
        commands.report(actor_id=dan.id, post_id=held.id, category="other")
    with pytest.raises(Forbidden, match="can't be read"):
        commands.report(actor_id=ann.id, post_id=held.id, category="other")


def test_a_tombstone_is_not_reported(world, ann, bob, written):
    dan = newcomer("dan", world.cohort)
    words = things.reply(bob, written)
    commands.hide(actor_id=ann.id, post_id=words.id, reason="No")
    with pytest.raises(Forbidden, match="can't be read"):
        commands.report(actor_id=dan.id, post_id=words.id, category="other")


def test_reports_are_throttled(world, ann, bob):
    opening = things.open_topic(bob, world.cohort)
    replies = [things.reply(bob, opening) for _ in range(BURST + 1)]
    for words in replies[:BURST]:
        things.reported(ann, words)
    with pytest.raises(TooFast):
        things.reported(ann, replies[-1])
    things.reported(ann, replies[0]), "a repeat costs nothing"
    with clock.at(clock.now() + timedelta(minutes=7)):
        assert things.reported(ann, replies[-1])


def test_a_report_in_a_set_goes_to_its_facilitator(world, ann, bob, steward):
    dan = newcomer("dan", world.set_a)
    said = things.message(bob, world.set_a)
    things.reported(dan, said)
    assert not things.review_of(said).is_escalated
    assert queries.waiting_count(policy.load_actor(ann.id)) == 1
    assert queries.waiting_count(policy.load_actor(steward.id)) == 0


def test_a_report_about_the_facilitator_goes_to_a_steward_who_sees_that_one_only(world, ann, bob, steward):
    dan = newcomer("dan", world.set_a)
    about_bob = things.reported(dan, things.message(bob, world.set_a))
    about_ann = things.reported(bob, things.message(ann, world.set_a))
    stewards = policy.load_actor(steward.id)
    assert [review.id for review in queries.queue(stewards).rows] == [about_ann]
    assert queries.review(stewards, about_bob) is None
    assert [review.id for review in queries.queue(policy.load_actor(ann.id)).rows] == [about_bob]
    with pytest.raises(NotFound):
        commands.dismiss(actor_id=ann.id, review_id=about_ann)
    with pytest.raises(NotFound):
        commands.dismiss(actor_id=steward.id, review_id=about_bob)
    commands.hide_reviewed(actor_id=steward.id, review_id=about_ann, reason="Unkind")
    assert not policy.can_read_space(stewards, world.set_a), "control: a stranger to the set otherwise"


def test_a_steward_never_decides_about_themselves(world, ann, bob):
    things.appoint(ann)
    review_id = things.reported(bob, things.message(ann, world.set_a))
    assert queries.queue(policy.load_actor(ann.id)).rows == []
    with pytest.raises(NotFound):
        commands.dismiss(actor_id=ann.id, review_id=review_id)


def test_the_review_counts_once_however_many_report(world, ann, bobs):
    for name in ("dan", "eve", "fay"):
        things.reported(newcomer(name, world.cohort), bobs)
    assert db.session.scalar(sa.select(sa.func.count(Review.id))) == 1
