"""Canaries in polls: what they ask, who chose what where that is for all, and who where it is for nobody."""

from cop import db
from cop.models import Person, Poll, TopicState
from tests import people
from tests.authz.canaries import READERS, Canaries
from tests.authz.stage import Stage
from tests.polls import put_ballot, put_outcome, put_poll


def put_polls(stage: Stage, canaries: Canaries) -> None:
    member = stage.people["member"]
    topic = people.put_topic(stage.cohort, member, "What polls carry")
    people.put_post(topic, member, "An opening post")
    canaries.ids["topic_id"].append(topic.id)
    named = put_poll(
        topic, member, canaries.hatch("asked", *READERS), canaries.hatch("option", *READERS), "b"
    )
    put_ballot(named, _voter(canaries.hatch("voter", *READERS)))
    closed = put_poll(topic, member, "Closed", "a", "b", closed=True)
    put_outcome(closed, member, canaries.hatch("outcome", *READERS))
    polls = [named, closed, *_anonymous(stage, canaries), *_elsewhere(stage, canaries)]
    canaries.ids["poll_id"] += [each.id for each in polls]


def _anonymous(stage: Stage, canaries: Canaries) -> list[Poll]:
    """Open and closed, with ballots that, as by a fault, name who chose: they are nobody's to find."""
    member = stage.people["member"]
    topic = people.put_topic(stage.cohort, member, "What is nobody's to know")
    people.put_post(topic, member, "An opening post")
    canaries.ids["topic_id"].append(topic.id)
    polls = [put_poll(topic, member, "Whom?", is_anonymous=True, closed=closed) for closed in (False, True)]
    for poll, state in zip(polls, ("open", "closed"), strict=True):
        for number in "abc":
            put_ballot(poll, _voter(canaries.hatch(f"secret{state}{number}")))
    return polls


def _elsewhere(stage: Stage, canaries: Canaries) -> list[Poll]:
    """In a set that nobody of the cast reads, and in a topic that waits."""
    member, newcomer = stage.people["member"], stage.people["newcomer"]
    apart = people.put_topic(stage.set_a, member, "Apart")
    people.put_post(apart, member, "An opening post")
    waits = people.put_topic(stage.cohort, newcomer, "It waits")
    waits.state = TopicState.HELD
    canaries.ids["topic_id"] += [apart.id, waits.id]
    both = (("apart",), ("waits", "newcomer", "moderator"))
    polls = []
    for topic, (name, *standings) in zip((apart, waits), both, strict=True):
        words = [
            canaries.hatch(f"{what}{name}", *standings) for what in ("question", "answer", "cameto", "who")
        ]
        poll = put_poll(topic, newcomer, words[0], words[1], "b", closed=True)
        put_outcome(poll, newcomer, words[2])
        put_ballot(poll, _voter(words[3]))
        polls.append(poll)
    return polls


def _voter(name: str) -> Person:
    """Somebody who is no member of anything: only what they chose may show them."""
    person = people.add_person(name)
    person.name = name
    db.session.flush()
    return person
