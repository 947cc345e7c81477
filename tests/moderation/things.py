"""Held posts, messages said, reports and stewards, put there through the models."""

import sqlalchemy as sa

from cop import db
from cop.models import Appointment, AppointmentRole, Decision, Message, Person, Post, Review, Space, Topic
from cop.moderation import commands
from tests.people import put_message, put_post, put_topic


@db.command
def held_topic(
    author: Person, space: Space, text: str = "May I ask something?", title: str = "Costing"
) -> Post:
    """A topic whose opening post waits."""
    return put_post(put_topic(db.get(Space, space.id), author, title), author, text, held=True)


@db.command
def open_topic(author: Person, space: Space, text: str = "Shall we begin?", title: str = "Costing") -> Post:
    """A topic that everybody reads; its opening post."""
    return put_post(put_topic(db.get(Space, space.id), author, title), author, text)


@db.command
def held_reply(author: Person, opening: Post, text: str = "I would add this.") -> Post:
    """A reply that waits."""
    return put_post(db.get(Topic, opening.topic_id), author, text, held=True)


@db.command
def reply(author: Person, opening: Post, text: str = "I would add this.") -> Post:
    """A reply that everybody reads."""
    return put_post(db.get(Topic, opening.topic_id), author, text)


@db.command
def held_message(author: Person, space: Space, text: str = "Hello, all.") -> Message:
    """A line that waits."""
    return put_message(db.get(Space, space.id), author, text, held=True)


@db.command
def message(author: Person, space: Space, text: str = "Hello, all.") -> Message:
    """A line that everybody reads."""
    return put_message(db.get(Space, space.id), author, text)


@db.command
def appoint(person: Person, role: AppointmentRole = AppointmentRole.STEWARD) -> None:
    db.session.add(Appointment(person_id=person.id, role=role))


def reported(reporter: Person, subject: Post | Message, category: str = "unkind", reason: str = "") -> int:
    """The id of the review that `reporter` asks for."""
    ids = {"post_id": subject.id} if isinstance(subject, Post) else {"message_id": subject.id}
    return commands.report(actor_id=reporter.id, category=category, reason=reason, **ids).review_id


def review_of(subject: Post | Message) -> Review:
    """The newest review of `subject`, read again."""
    query = sa.select(Review).where(Review.is_about(subject)).order_by(Review.id.desc()).limit(1)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def again(subject: Post | Message) -> Post | Message:
    """`subject` as it is now."""
    db.session.expire_all()
    return db.session.get_one(type(subject), subject.id)


def decisions() -> list[Decision]:
    """The log, oldest first."""
    return list(db.session.scalars(sa.select(Decision).order_by(Decision.id)))
