"""What is pushed and acknowledged are these fields and no others: no row travels as it stands (S9)."""

from collections.abc import Iterator
from typing import Any

from cop.forum import commands as forum
from cop.models import Policy, Review
from cop.moderation import commands as moderation
from tests import people

MESSAGE = {"space", "seq", "changed", "id", "key", "author", "html", "state", "mentions"}
TOPIC = {"topic", "space", "posts", "is_locked", "is_pinned", "layout", "row_html"}
POST = {"post", "author", "position", "state", "html"}
FIELDS: dict[str, list[set[str]]] = {
    "message:new": [MESSAGE],
    "message:changed": [MESSAGE],
    "topic:changed": [TOPIC | {"head_html"}, TOPIC | POST, {"topic", "space"} | POST],
    "topic:gone": [{"topic", "space"}],
    "badge": [{"space"}, {"space", "unread", "mentions"}, {"moderation"}, {"notices"}],
    "review:changed": [{"review", "state", "space", "html"}, {"review", "state", "space", "by", "words"}],
    "room:presence": [{"space", "count", "people"}],
    "room:typing": [{"space", "people"}],
    "room:changed": [{"space", "may", "state"}],
    "room:closed": [{"space", "reason"}],
}
"""Every event that the server sends -> the shapes it may have."""

PRIVATE = ("example.org", "password", "token", "digest")
"""Parts of what no payload holds: addresses of people who do not share them, columns of rows."""


def _stir(world: people.World, say) -> None:
    cohort, ann, bob = world.cohort, world.ann.id, world.bob.id
    said = say(world.bob, "A line")
    post = forum.open_topic(actor_id=bob, space_id=cohort.id, title="T", text="x", key=people.key())
    forum.pin_topic(actor_id=ann, topic_id=post.topic_id)
    moderation.hide(actor_id=ann, message_id=said.id, reason="because")
    moderation.report(actor_id=ann, post_id=post.id, category="other")
    people.set_policy(cohort, Policy.ALL_HELD)
    waits = forum.post_reply(actor_id=bob, topic_id=post.topic_id, text="y", key=people.key())
    (review,) = [each for each in _reviews() if each.post_id == waits.id]
    moderation.decline(actor_id=ann, review_id=review.id, reason="because")


def _reviews() -> list[Review]:
    from cop import db

    found = list(db.session.query(Review))
    db.session.remove()
    return found


def _heard(*sockets: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for socket in sockets:
        for each in socket.client.get_received():
            yield each["name"], each["args"][0]


def test_every_push_has_one_of_its_shapes(world, socket_for, say):
    anns, bobs = socket_for(world.ann), socket_for(world.bob)
    for each in (anns, bobs):
        each.ask("room:here", space="cohort-1")
        each.ask("room:typing", space="cohort-1")
    _stir(world, say)
    anns.ask("room:read", space="cohort-1", upto=1)
    heard = list(_heard(anns, bobs))

    assert {"message:new", "topic:changed", "review:changed", "badge", "room:typing"} <= {
        name for name, _ in heard
    }
    assert [(name, payload) for name, payload in heard if set(payload) not in FIELDS[name]] == []
    for _, payload in heard:
        assert not [word for word in PRIVATE if word in str(payload)]


def test_people_are_an_id_a_name_and_initials(world, socket_for):
    anns, bobs = socket_for(world.ann), socket_for(world.bob)
    for each in (anns, bobs):
        each.ask("room:here", space="cohort-1")
    opened = anns.ask("room:open", space="cohort-1")

    assert [set(each) for each in opened["here"]["people"]] == [{"id", "name", "initials"}] * 2
    bobs.ask("room:typing", space="cohort-1")
    (typing,) = anns.heard("room:typing")
    assert [set(each) for each in typing["people"]] == [{"id", "name"}]


def test_what_opening_a_room_is_answered_with(world, socket_for, say):
    say(world.ann)
    opened = socket_for(world.bob).ask("room:open", space="cohort-1")

    assert set(opened) == {
        "ok",
        "pulse",
        "messages",
        "held",
        "reset",
        "here",
        "may",
        "state",
        "draft",
        "slow",
    }
    assert [set(each) for each in opened["messages"]] == [MESSAGE]


def test_a_refusal_says_code_message_and_field_alone(world, socket_for):
    bobs = socket_for(world.bob)
    for refused in (bobs.ask("room:open", space="cohort-2"), bobs.ask("room:open", space=5)):
        assert set(refused) == {"ok", "error"}
        assert set(refused["error"]) <= {"code", "message", "field"}
    absent, foreign = (
        bobs.ask("room:open", space="no-such-space"),
        bobs.ask("room:open", space="cohort-2"),
    )
    assert absent == foreign
