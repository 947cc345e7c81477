"""Several reviews of one thing, and things that change while they wait: nobody undoes what others decided by deciding
theirs, and nobody decides about what they have not read.
"""

import pytest

from cop import db, guarding
from cop.errors import Conflict, TooFast
from cop.forum import commands as forum
from cop.models import Finding, Review, ReviewKind, State
from cop.moderation import commands
from cop.moderation.commands import Chosen, findings
from tests.moderation import things
from tests.people import key, newcomer


def test_leaving_a_finding_does_not_show_what_another_hid(world, ann, bob, carol):
    opening = things.open_topic(bob, world.cohort)
    with guarding.confirming(True):
        post = forum.post_reply(actor_id=bob.id, topic_id=opening.topic_id, text="DOB 01/02/1950", key=key())
    commands.hide(actor_id=ann.id, post_id=post.id, ground="unkind")
    finding = Review.waiting_for(post, ReviewKind.FINDING)
    commands.dismiss(actor_id=carol.id, review_id=finding.id)
    assert things.again(post).state is State.HIDDEN


def test_an_appeal_does_not_show_what_was_reported_since(world, ann, bob, carol):
    opening = things.open_topic(bob, world.cohort)
    hidden = commands.hide(actor_id=ann.id, post_id=opening.id, ground="unkind")
    appeal = commands.appeal(actor_id=bob.id, decision_id=hidden.id, plea="No")
    commands.restore(actor_id=ann.id, post_id=opening.id)
    things.reported(newcomer("dan", world.cohort), opening, category="patient")
    with pytest.raises(Conflict):
        commands.overturn(actor_id=carol.id, review_id=appeal.id, reason="Yes")
    assert things.again(opening).state is State.HIDDEN


def test_a_colleague_does_not_put_back_what_a_steward_has_to_decide(world, ann, bob, carol, steward):
    opening = things.open_topic(ann, world.cohort)
    things.reported(bob, opening, category="patient")
    with pytest.raises(Conflict, match="waits for somebody else"):
        commands.restore(actor_id=carol.id, post_id=opening.id)
    assert things.again(opening).state is State.HIDDEN


def test_what_was_edited_while_it_waited_is_released_by_nobody_who_has_not_read_it(world, ann, bob, held):
    seen = things.review_of(held)
    chosen = [Chosen(seen.id, seen.version)]
    forum.edit_post(actor_id=bob.id, post_id=held.id, text="Something else", version=1)
    outcome = commands.decide_together(actor_id=ann.id, chosen=chosen, take_away=False)
    assert outcome.decided == []
    assert things.again(held).state is State.HELD


def test_together_nothing_is_put_back_that_reports_had_hidden(world, ann, bob):
    opening = things.open_topic(bob, world.cohort)
    things.reported(newcomer("dan", world.cohort), opening, category="patient")
    review = things.review_of(opening)
    outcome = commands.decide_together(
        actor_id=ann.id, chosen=[Chosen(review.id, review.version)], take_away=False
    )
    assert "by itself" in outcome.refused[review.id]
    assert things.again(opening).state is State.HIDDEN


def test_who_confirmed_is_named_and_paced_not_who_began_the_topic(world, ann, bob):
    opening = things.open_topic(bob, world.cohort)

    def summarise(number):
        with guarding.confirming(True):
            forum.write_summary(
                actor_id=ann.id, topic_id=opening.topic_id, text=f"DOB 01/02/195{number}", version=number
            )

    for number in range(findings.BURST):
        summarise(number)
    assert {each.person_id for each in db.session.query(Finding)} == {ann.id}
    with pytest.raises(TooFast):
        summarise(findings.BURST)
