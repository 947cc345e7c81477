"""A group of 130 whose moderator finds twenty things waiting: `python -m tests.e2e.busy_queue` puts it there."""

import os

import sqlalchemy as sa

from cop import db, guarding, reactions
from cop.forum import commands as forum
from cop.models import (
    Membership,
    Message,
    Person,
    Policy,
    Post,
    Review,
    ReviewKind,
    RoleName,
    Space,
    SpaceKind,
)
from cop.moderation import commands
from tests.people import key, put_message, put_post, put_topic

SLUG, MEMBERS = "busy-group", 130
SPAM, HELD, UNKIND, FINDINGS = 6, 8, 4, 2


@db.command
def people() -> tuple[Space, list[int]]:
    """The group with its members; the first of them moderates it."""
    group = Space(slug=SLUG, kind=SpaceKind.GROUP, name="Busy group", policy=Policy.OPEN)
    db.session.add(group)
    db.session.flush()
    moderator = sa.select(Person.id).where(Person.email == "moderator@example.org")
    inside = sa.select(Membership.person_id).join(Membership.space).where(Space.slug == "network")
    query = sa.select(Person.id).where(Person.id.in_(inside), Person.id.not_in(moderator)).order_by(Person.id)
    ids = [db.session.scalars(moderator).one(), *db.session.scalars(query.limit(MEMBERS - 1))]
    for number, person_id in enumerate(ids):
        Membership.begin(person_id, group, RoleName.MEMBER if number else RoleName.MODERATOR)
    return group, ids


@db.command
def spam(group: Space, author_id: int, number: int) -> Message:
    author, here = db.get(Person, author_id), db.lock(Space, group.id)
    return put_message(here, author, f"Cheap lanterns, offer {number}")


@db.command
def held(group: Space, author_id: int, number: int) -> Post:
    author, here = db.get(Person, author_id), db.lock(Space, group.id)
    topic = put_topic(here, author, f"A first question {number}")
    post = put_post(topic, author, f"May I ask about costing, {number}?", held=True)
    if Review.waiting_for(post, ReviewKind.HELD) is None:
        Review.open_for(post, ReviewKind.HELD)
    return post


def main() -> None:
    db.connect(os.environ["COP_DATABASE_URL"])
    db.react(within=reactions.WITH, after={})
    group, ids = people()
    members = ids[1:]
    for number in range(HELD):
        if number < SPAM:
            said = spam(group, members[number], number)
            commands.report(actor_id=members[60 + number], message_id=said.id, category="off_topic")
        held(group, members[20 + number], number)
    for number in range(UNKIND):
        said = spam(group, members[40 + number], 100 + number)
        commands.report(actor_id=members[80 + number], message_id=said.id, category="unkind")
    for number in range(FINDINGS):
        with guarding.confirming(True):
            forum.open_topic(
                actor_id=members[100 + number],
                space_id=group.id,
                title=f"Ward round {number}",
                text="The meeting room has the code 999 123 4567",
                key=key(),
            )


if __name__ == "__main__":
    main()
