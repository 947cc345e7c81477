"""What is held, declined or hidden is nowhere for anybody but its author and who decides (security.md S35, 3.0 B)."""

import pytest

from cop.models import Policy
from cop.moderation import commands
from tests.moderation import things
from tests.people import newcomer, set_policy

TITLE, TEXT, ROOM = "canary-title", "canary-text", "canary-room"
PAGES = [
    "/",
    "/moderation",
    "/moderation/decisions",
    "/spaces",
    "/spaces/cohort-1",
    "/spaces/cohort-1/chat",
    "/spaces/cohort-1/members",
    "/spaces/cohort-1/about",
    "/spaces/network",
    "/directory",
    "/me",
]


@pytest.fixture
def waiting(world):
    """Bob's first topic, a reply of his and a line, all of them held."""
    set_policy(world.cohort, Policy.FIRST_HELD)
    opening = things.open_topic(world.staff, world.cohort, title="Open to all")
    held = things.held_topic(world.bob, world.cohort, TEXT, TITLE)
    reply = things.held_reply(world.bob, opening, TEXT)
    return opening, held, reply, things.held_message(world.bob, world.cohort, ROOM)


def seen(client, *pages):
    """Which canaries any of these answers carries, whatever its status."""
    answers = [client.get(page, follow_redirects=True) for page in pages]
    everything = "".join(answer.get_data(as_text=True) + str(answer.headers) for answer in answers)
    return {canary for canary in (TITLE, TEXT, ROOM) if canary in everything}


def everywhere(waiting):
    opening, held, reply, line = waiting
    return [
        *PAGES,
        f"/topics/{opening.topic_id}",
        f"/topics/{held.topic_id}",
        *(
            f"/posts/{post.id}{verb}"
            for post in (held, reply)
            for verb in ("", "/report", "/hide", "/revisions")
        ),
        *(f"/messages/{line.id}{verb}" for verb in ("/report", "/hide")),
        *(f"/moderation/reviews/{things.review_of(subject).id}" for subject in (held, reply, line)),
        f"/people/{held.author_id}",
    ]


def others(world, elsewhere, steward):
    return [newcomer("dan", world.cohort), elsewhere, steward, world.staff, None]


def test_what_is_held_is_nowhere(world, client_for, ann, bob, elsewhere, steward, waiting):
    pages = everywhere(waiting)
    for person in others(world, elsewhere, steward):
        assert seen(client_for(person), *pages) == set(), person and person.name
    assert seen(client_for(ann), *pages) == {TITLE, TEXT, ROOM}, "control: its moderator"
    assert TEXT in seen(client_for(bob), *pages), "control: its author"


def test_what_was_declined_or_hidden_is_nowhere(world, client_for, ann, elsewhere, steward, waiting):
    _, held, reply, line = waiting
    commands.decline(actor_id=ann.id, review_id=things.review_of(held).id, reason="No")
    for subject in (reply, line):
        commands.release(actor_id=ann.id, review_id=things.review_of(subject).id)
    dan = client_for(newcomer("eve", world.cohort))
    assert seen(dan, *everywhere(waiting)) >= {TEXT}, "control: what was released is there"
    commands.hide(actor_id=ann.id, post_id=reply.id, reason="No")
    commands.hide(actor_id=ann.id, message_id=line.id, reason="No")
    for person in others(world, elsewhere, steward):
        assert seen(client_for(person), *everywhere(waiting)) == set(), person and person.name
