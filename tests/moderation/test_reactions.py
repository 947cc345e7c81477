"""What open queues are told: those who may decide, at that moment, and nobody else; and no names of reporters."""

from cop.models import Policy
from cop.moderation import commands
from tests import people
from tests.moderation import things


def test_a_held_post_arrives_with_those_who_may_decide(
    world, socket_for, ann, bob, carol, elsewhere, steward
):
    people.set_policy(world.cohort, Policy.FIRST_HELD)
    deciders = [socket_for(ann), socket_for(carol)]
    others = [socket_for(person) for person in (bob, elsewhere, steward, world.staff)]
    held = things.held_topic(bob, world.cohort, "canary-held")
    review = things.review_of(held)
    for socket in deciders:
        (change,) = socket.heard("review:changed")
        assert set(change) == {"review", "state", "space", "html"}
        assert (change["review"], change["state"], change["space"]) == (review.id, "waiting", "cohort-1")
        assert "canary-held" in change["html"]
        assert f'id="review-{review.id}"' in change["html"]
    for socket in others:
        assert socket.heard("review:changed") == []


def test_the_fragment_knows_nobody(world, socket_for, ann, bob):
    socket = socket_for(ann)
    things.reported(people.newcomer("zelda", world.cohort), things.open_topic(bob, world.cohort))
    (change,) = socket.heard("review:changed")
    assert "1 person reported this" in change["html"]
    for word in ("<form", "csrf", "Zelda", "Ann"):
        assert word not in change["html"]


def test_the_badge_counts_for_each_what_waits_for_them(world, socket_for, ann, bob, carol):
    things.held_message(bob, world.set_a)
    anns, carols = socket_for(ann), socket_for(carol)
    things.held_message(bob, world.cohort)
    assert {"moderation": 2} in anns.heard("badge")
    assert {"moderation": 1} in carols.heard("badge")


def test_a_decision_reaches_the_other_moderators_with_its_name(socket_for, ann, bob, carol, held):
    carols, bobs = socket_for(carol), socket_for(bob)
    review = things.review_of(held)
    commands.decline(actor_id=ann.id, review_id=review.id, reason="canary-reason")
    got = carols.client.get_received()
    changes = [each["args"][0] for each in got if each["name"] == "review:changed"]
    assert changes == [
        {
            "review": review.id,
            "state": "decline",
            "space": "cohort-1",
            "by": ann.id,
            "words": "Declined by Ann",
        }
    ]
    assert {"moderation": 0} in [each["args"][0] for each in got if each["name"] == "badge"]
    assert bobs.heard("review:changed") == []


def test_what_is_escalated_reaches_the_steward_alone(world, socket_for, ann, bob, steward):
    anns, stewards = socket_for(ann), socket_for(steward)
    things.reported(bob, things.message(ann, world.set_a))
    assert len(stewards.heard("review:changed")) == 1
    got = [each["name"] for each in anns.client.get_received()]
    assert "review:changed" not in got


def test_where_nobody_is_to_be_told_nobody_is(world, bob, mallory):
    """No steward and no moderator: the review is there for whoever comes."""
    people.set_policy(world.other, Policy.ALL_HELD)
    held = things.held_topic(mallory, world.other)
    assert things.review_of(held).is_escalated


def test_a_report_that_was_withdrawn_from_the_queue_comes_back(world, socket_for, ann, carol, bob):
    review_id = things.reported(ann, things.open_topic(bob, world.cohort))
    decision = commands.dismiss(actor_id=ann.id, review_id=review_id)
    socket = socket_for(carol)
    commands.undo(actor_id=ann.id, decision_id=decision.id)
    assert [change["state"] for change in socket.heard("review:changed")] == ["waiting"]
