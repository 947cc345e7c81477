"""Short ways to a conversation of Ann and Bob, and to what stands between people."""

from collections.abc import Iterable

from cop import db
from cop.models import Conversation, Membership, Message, Person, Space
from cop.spaces import commands
from tests import people


def start(starter: Person, *others: Person, text: str = "") -> Space:
    """A conversation that `starter` begins with `others`, saying `text`."""
    return commands.start_conversation(
        actor_id=starter.id, person_ids=[each.id for each in others], text=text, key=people.key()
    )


def block(blocker: Person, blocked: Person) -> None:
    commands.block_person(actor_id=blocker.id, person_id=blocked.id)


@db.command
def leave_all(person: Person, *spaces: Space) -> None:
    """End somebody's memberships of `spaces`."""
    for space in spaces:
        membership = Membership.of(person.id, space.id)
        assert membership is not None
        membership.leave()


@db.command
def deactivate(person: Person) -> None:
    db.lock(Person, person.id).deactivated_at = db.clock.now()


def members(space: Space) -> set[int]:
    """Ids of those who are in `space` now."""
    return {each.person_id for each in Conversation.belonging(space) if each.ended_at is None}


def said(space: Space) -> list[str]:
    """What stands in the room of `space`, in order."""
    query = db.sa.select(Message).where(Message.space_id == space.id, Message.seq.is_not(None))
    return [message.text for message in db.session.scalars(query.order_by(Message.seq))]


def ids(persons: Iterable[Person]) -> set[int]:
    return {each.id for each in persons}
