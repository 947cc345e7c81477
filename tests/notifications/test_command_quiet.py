"""What is muted or switched off tells nothing, but what is one's own."""

from cop.forum import commands as forum
from cop.models import NoticeKind, Person, Stance
from cop.notifications.commands import choose_kinds


def heed(person: Person, topic_id: int, stance: Stance) -> None:
    forum.heed_topic(actor_id=person.id, topic_id=topic_id, stance=stance)


def test_what_is_muted_tells_nothing_but_what_is_ones_own(world, ann, bob, start, reply, name, say, told):
    topic_id = start(bob).topic_id
    heed(bob, topic_id, Stance.MUTED)
    post = reply(ann, topic_id)
    assert name(post, bob) == []
    assert told(bob) == []
    assert name(post, bob, kind=NoticeKind.REMINDER) == [bob.id], "he asked for it"

    forum.heed_space(actor_id=ann.id, space_id=world.cohort.id, stance=Stance.MUTED)
    assert name(post, ann) == []
    say(bob, "@Ann")
    assert told(ann) == []
    forum.heed_space(actor_id=ann.id, space_id=world.cohort.id, stance=Stance.NEITHER)
    say(bob, "@Ann again")
    assert told(ann) == [("call", None)]


def test_muting_stills_what_was_told_already(world, ann, bob, start, reply, name, say, told):
    topic_id = start(bob).topic_id
    name(reply(ann, topic_id), bob)
    say(ann, "@Bob")
    assert len(told(bob)) == 3
    heed(bob, topic_id, Stance.MUTED)
    assert told(bob) == [("call", None)]
    forum.heed_space(actor_id=bob.id, space_id=world.cohort.id, stance=Stance.MUTED)
    assert told(bob) == []


def test_what_is_switched_off_tells_nothing_from_then_on(ann, bob, start, reply, say, told):
    choose_kinds(actor_id=bob.id, wanted=set(NoticeKind) - {NoticeKind.REPLY})
    topic_id = start(bob).topic_id
    reply(ann, topic_id)
    say(ann, "@Bob")
    assert told(bob) == [("call", None)]
    choose_kinds(actor_id=bob.id, wanted=set(NoticeKind) - {NoticeKind.CALL})
    reply(ann, topic_id)
    say(ann, "@Bob")
    assert told(bob) == [("reply", "Costing"), ("call", None)], "what was told stays"
