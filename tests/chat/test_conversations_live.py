"""A conversation's room is live as every room is, for its people alone; and a block and a leaving take effect in it."""

from cop import db, policy
from cop.models import Conversation, Membership
from cop.policy.audiences import FRESH
from cop.spaces import commands as spaces
from tests import people

QUIET = {"code": "forbidden", "message": "You can't write here at the moment."}


def readers(space):
    return policy.known_readers(space.id, kind=space.kind, roster=space.roster)


@db.command
def converse(*persons):
    return Conversation.begin(persons[0].id, [each.id for each in persons])


@db.command
def leave(person, space):
    membership = Membership.of(person.id, space.id)
    assert membership is not None
    membership.leave()
    Conversation.part(space)


@db.command
def block(blocker, blocked):
    from cop.models import Block

    db.session.add(Block(blocker_id=blocker.id, blocked_id=blocked.id))


def test_what_is_said_reaches_its_people_and_nobody_else(world, socket_for, say, ann, bob, mallory):
    space = converse(ann, bob)
    sockets = {person.name: socket_for(person) for person in (ann, bob, mallory, world.staff)}
    say(ann, "Between us", space=space)

    heard = {name: len(socket.heard("message:new")) for name, socket in sockets.items()}
    assert heard == {"Ann": 1, "Bob": 1, "Mallory": 0, "Sam": 0}


def test_the_room_opens_for_its_people_alone(world, socket_for, ann, bob, mallory):
    space = converse(ann, bob)

    assert socket_for(bob).ask("room:open", space=space.slug)["may"] == ["say", "mark"]
    for stranger in (mallory, world.staff):
        assert socket_for(stranger).ask("room:open", space=space.slug)["error"]["code"] == "not_found"


def test_who_leaves_hears_nothing_more_and_the_others_learn_what_they_may_do(
    world, socket_for, say, ann, bob
):
    space = converse(ann, bob)
    anns, bobs = socket_for(ann), socket_for(bob)
    anns.heard()
    leave(bob, space)

    assert bobs.heard() == [{"space": space.slug, "reason": "You can no longer read this room."}]
    assert anns.heard() == [{"space": space.slug, "may": [], "state": "open", "slow": 0}]
    assert anns.ask("message:send", space=space.slug, text="Bob?", key=people.key())["error"] == QUIET


def test_nobody_learns_of_a_conversation_before_something_is_said_in_it(world, socket_for, say, ann, bob):
    sockets = [socket_for(ann), socket_for(bob)]
    space = spaces.start_conversation(actor_id=ann.id, person_ids=[bob.id])

    assert [socket.heard() for socket in sockets] == [
        [{"space": space.slug, "may": ["say", "mark"], "state": "open", "slow": 0}],
        [],
    ]
    say(ann, "Between us", space=space)
    assert [len(socket.heard("message:new")) for socket in sockets] == [1, 1]


def test_of_an_unsaid_one_that_its_starter_left_nobody_hears(world, socket_for, say, ann, bob):
    unsaid = converse(ann, bob, world.mallory)
    said = converse(ann, bob)
    say(ann, "Between us", space=said)
    bobs = socket_for(bob)
    leave(ann, unsaid)
    assert bobs.heard() == []
    leave(ann, said)
    assert [each["space"] for each in bobs.heard()] == [said.slug]  # the control


def test_a_block_pushes_nothing_and_refuses_both_alike(world, socket_for, say, ann, bob):
    space = converse(ann, bob)
    anns, bobs = socket_for(ann), socket_for(bob)
    assert anns.ask("message:send", space=space.slug, text="Hello", key=people.key())["ok"]
    for socket in (anns, bobs):
        socket.heard()
    block(bob, ann)

    for socket in (anns, bobs):
        assert socket.heard() == []
        assert socket.ask("message:send", space=space.slug, text="Well?", key=people.key())["error"] == QUIET
        assert socket.ask("room:open", space=space.slug)["may"] == []
        assert len(socket.ask("room:open", space=space.slug)["messages"]) == 1


def test_who_is_deactivated_is_told_nothing_more(world, socket_for, say, ann, bob, mallory):
    space = converse(ann, bob, mallory)
    assert readers(space) == {ann.id, bob.id, mallory.id}
    people_gone(bob)
    with db.clock.at(db.clock.now() + FRESH):
        assert readers(space) == {ann.id, mallory.id}


@db.command
def people_gone(person):
    from cop.models import Person

    db.lock(Person, person.id).deactivated_at = db.clock.now()
