"""Applications before who decides: taken on with places in one step, asked about, turned down with a reason."""

from datetime import timedelta

import pytest

from cop import db
from cop.accounts.tasks.wording import word
from cop.errors import Conflict, Forbidden, Invalid, NotFound, TooFast
from cop.models import (
    ApplicationState,
    Band,
    Invitation,
    Letter,
    LetterKind,
    Review,
    RoleName,
    Throttle,
    Verdict,
)
from cop.moderation import commands, queries
from cop.policy import load_actor
from tests.applying import ADDRESS, applications, applied, put_programme
from tests.moderation import things


@pytest.fixture
def programme(world):
    return put_programme(world.cohort, least_band=Band.EIGHT_A)


@pytest.fixture
def review(world, programme):
    return applied(programme, world.cohort)


def approve(actor, review, *spaces, **more):
    ids = [space.id for space in spaces]
    return commands.approve(actor_id=actor.id, review_id=review.id, space_ids=ids, **more)


def test_who_is_taken_on_is_invited_into_all_of_it_by_one_letter(world, ann, review):
    decision = approve(ann, review, world.cohort, world.set_a)

    (application,) = applications()
    invitation = db.session.query(Invitation).one()
    assert (application.state, application.invitation_id) == (ApplicationState.APPROVED, invitation.id)
    assert invitation.email == ADDRESS
    assert {(place.space_id, place.role) for place in invitation.places} == {
        (world.cohort.id, RoleName.MEMBER),
        (world.set_a.id, RoleName.MEMBER),
    }
    assert [each.kind for each in db.session.query(Letter).order_by(Letter.id)][-1] is LetterKind.INVITATION
    assert (decision.verdict, decision.actor_id, decision.review_id) == (Verdict.APPROVE, ann.id, review.id)
    assert queries.queue(load_actor(ann.id)).rows == []
    verdicts = [each.verdict for each in queries.decisions(load_actor(ann.id)).rows]
    assert sorted(verdicts) == [Verdict.APPROVE, Verdict.INVITE, Verdict.INVITE]


def test_the_same_again_is_the_first_and_another_is_told_who_was(world, ann, carol, review):
    first = approve(ann, review, world.cohort)

    assert approve(ann, review, world.cohort).id == first.id
    assert db.session.query(Invitation).count() == 1
    with pytest.raises(Conflict, match="Ann has already approved this"):
        approve(carol, review, world.cohort)


def test_a_place_is_needed(world, ann, review):
    with pytest.raises(Invalid) as refused:
        approve(ann, review)
    assert refused.value.field == "places"


def test_nobody_places_where_they_may_not_invite(world, ann, review):
    with pytest.raises(NotFound):
        approve(ann, review, world.cohort, world.other)
    with pytest.raises(Forbidden):
        approve(ann, review, world.cohort, world.network)
    assert applications()[0].state is ApplicationState.WAITING
    assert db.session.query(Invitation).count() == 0


def test_a_rule_that_is_not_met_is_set_aside_with_a_reason(world, programme, ann):
    review = applied(programme, world.cohort, band=Band.SEVEN)

    with pytest.raises(Invalid) as refused:
        approve(ann, review, world.cohort)
    assert refused.value.field == "reason"
    decision = approve(ann, review, world.cohort, reason="Leads a service of forty")
    assert decision.reason == "Leads a service of forty"


def test_who_is_invited_already_is_sent_that_invitation_again(world, ann, review):
    places = [(world.cohort.id, RoleName.MEMBER)]
    db.command(lambda: Invitation.write(ADDRESS, places, inviter_id=ann.id))()

    with pytest.raises(Conflict, match="open invitation"):
        approve(ann, review, world.cohort, world.set_a)
    approve(ann, review, world.cohort)
    assert applications()[0].invitation_id == db.session.query(Invitation).one().id


def test_other_places_are_no_repeat(world, ann, review):
    approve(ann, review, world.cohort)
    with pytest.raises(Conflict, match="into other spaces"):
        approve(ann, review, world.cohort, world.set_a)


def test_who_is_a_member_is_not_invited(world, programme, ann, bob):
    review = applied(programme, world.cohort, email=bob.email)
    with pytest.raises(Invalid, match="is a member of Cohort 1 already"):
        approve(ann, review, world.cohort)


def test_nobody_takes_themselves_on(world, programme, ann):
    review = applied(programme, world.cohort, email=ann.email)
    with pytest.raises(Forbidden):
        approve(ann, review, world.cohort)


def test_who_does_not_answer_can_be_decided_all_the_same(world, programme, ann):
    for number, decide in enumerate((lambda review: approve(ann, review, world.cohort), _turn_down(ann))):
        review = applied(programme, world.cohort, email=f"person{number}@applicant.example")
        asking = {"actor_id": ann.id, "review_id": review.id}
        first = commands.ask(**asking, question="More?")
        assert commands.ask(**asking, question="More?").id == first.id
        assert commands.ask(**asking, question="Another?").id != first.id
        decide(review)
        with pytest.raises(Conflict):
            commands.ask(**asking, question="More?")


def _turn_down(actor):
    return lambda review: commands.turn_down(actor_id=actor.id, review_id=review.id, reason="No answer.")


def test_so_many_are_invited_by_one_person_and_no_more(world, programme, ann, review):
    _drain(f"invite:{ann.id}")
    with pytest.raises(TooFast):
        approve(ann, review, world.cohort)
    assert applications()[0].state is ApplicationState.WAITING


@db.command
def _drain(bucket):
    while Throttle.take(bucket, burst=100, every=timedelta(minutes=5)):
        pass


def test_who_is_asked_reads_the_question_and_the_queue_is_done_with_it(world, ann, review):
    decision = commands.ask(actor_id=ann.id, review_id=review.id, question="Who stands in for you?")

    assert (decision.verdict, decision.reason) == (Verdict.ASK, "Who stands in for you?")
    assert applications()[0].question == "Who stands in for you?"
    assert queries.queue(load_actor(ann.id)).rows == []
    assert "There is a question" in word(_last_letter()).get_content()


def test_who_is_turned_down_reads_why(world, ann, review):
    commands.turn_down(actor_id=ann.id, review_id=review.id, reason="All places are taken.")

    assert applications()[0].state is ApplicationState.REFUSED
    assert "All places are taken." in word(_last_letter()).get_content()
    with pytest.raises(Invalid):
        commands.turn_down(actor_id=ann.id, review_id=review.id, reason=" ")


def _last_letter():
    return db.session.query(Letter).order_by(Letter.id.desc()).first()


def test_what_was_read_before_a_change_is_not_decided(world, ann, review):
    seen = review.version
    commands.claim(actor_id=ann.id, review_id=review.id)
    commands.ask(actor_id=ann.id, review_id=review.id, question="More?", seen=seen)

    with pytest.raises(Conflict):
        approve(ann, review, world.cohort, seen=seen)


def test_somebody_elses_claim_is_left_to_them(world, ann, carol, review):
    commands.claim(actor_id=carol.id, review_id=review.id)

    with pytest.raises(Conflict, match="is looking at this"):
        approve(ann, review, world.cohort)


@pytest.mark.parametrize("who", ["bob", "mallory", "staff"])
def test_nobody_else_decides(world, review, who):
    actor = getattr(world, who)
    for act in (
        lambda: approve(actor, review, world.cohort),
        lambda: commands.ask(actor_id=actor.id, review_id=review.id, question="x"),
        lambda: commands.turn_down(actor_id=actor.id, review_id=review.id, reason="x"),
    ):
        with pytest.raises(NotFound):
            act()


REASON, PATIENT = {"reason": "x"}, {"ground": "patient"}


@pytest.mark.parametrize(
    ("decide", "more"),
    [
        (commands.release, {}),
        (commands.release_edited, {"text": "x", "note": "x"}),
        (commands.dismiss, {}),
        (commands.decline, REASON),
        (commands.hide_reviewed, REASON),
        (commands.restore_reviewed, {}),
        (commands.purge_reviewed, PATIENT),
        (commands.redact_reviewed, PATIENT | {"words": "two clinics"}),
        (commands.uphold, REASON),
        (commands.overturn, REASON),
    ],
)
def test_no_other_decision_is_for_an_application(ann, review, decide, more):
    with pytest.raises(NotFound):
        decide(actor_id=ann.id, review_id=review.id, **more)
    assert db.session.get_one(Review, review.id).decided_at is None


def test_nor_are_its_decisions_for_anything_else(world, ann, held):
    review = things.review_of(held)
    for act in (
        lambda: approve(ann, review, world.cohort),
        lambda: commands.ask(actor_id=ann.id, review_id=review.id, question="x"),
        lambda: commands.turn_down(actor_id=ann.id, review_id=review.id, reason="x"),
    ):
        with pytest.raises(NotFound):
            act()
