"""Open pages of a room learn that a topic was begun from a line, and that it can be read no longer."""

from cop import db
from cop.forum import commands as forum
from cop.models import Policy, Review
from cop.moderation import commands as moderation
from tests import people
from tests.people import set_policy

TITLE = "canary-title"


def begin(person, space, line):
    return forum.open_topic(
        actor_id=person.id, space_id=space.id, title=TITLE, text="x", key=people.key(), message_ids=[line.id]
    )


def shown(socket) -> list[bool]:
    """Of each change of a line told since: whether it showed the title."""
    return [TITLE in each["html"] for each in socket.heard("message:changed")]


def test_the_link_comes_and_goes_with_the_topic(world, socket_for, say, ann, bob):
    line, socket = say(ann), socket_for(bob)
    opening = begin(bob, world.cohort, line)
    assert shown(socket) == [True]
    moderation.hide(actor_id=ann.id, post_id=opening.id, reason="For now")
    assert shown(socket) == [False]
    moderation.restore(actor_id=ann.id, post_id=opening.id)
    assert shown(socket) == [True]


def test_of_a_topic_that_waits_nobody_hears_until_it_is_released(world, socket_for, say, ann, bob):
    line, socket = say(ann), socket_for(bob)
    set_policy(world.cohort, Policy.ALL_HELD)
    opening = begin(bob, world.cohort, line)
    assert shown(socket) == []
    review = db.session.scalars(db.sa.select(Review.id).where(Review.post_id == opening.id)).one()
    moderation.release(actor_id=ann.id, review_id=review)
    assert shown(socket) == [True]


def test_a_tombstone_shows_no_title(world, socket_for, say, ann, bob):
    line, socket = say(ann), socket_for(bob)
    begin(bob, world.cohort, line)
    assert shown(socket) == [True]
    moderation.hide(actor_id=_moderator(world).id, message_id=line.id, reason="No")
    assert shown(socket) == [False]


@db.command
def _moderator(world):
    from cop.models import RoleName

    person = people.add_person("mona")
    people.join(person, world.cohort, RoleName.MODERATOR)
    return person


def test_whoever_is_elsewhere_hears_nothing(world, socket_for, say, ann, bob, mallory):
    line, elsewhere, here = say(ann), socket_for(mallory), socket_for(bob)
    begin(bob, world.cohort, line)
    assert elsewhere.heard("message:changed") == []
    assert shown(here) == [True]
