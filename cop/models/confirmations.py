"""That an author has confirmed what the guard had asked about, stated for whoever shows it to moderators."""

import sqlalchemy as sa

from cop import guarding
from cop.db import record, session
from cop.events import IdentifierConfirmed
from cop.models.messages import Message
from cop.models.people import Person
from cop.models.posts import Post
from cop.models.topics import Topic


def note_confirmed(subject: Post | Message | Topic | Person, *, by_id: int) -> None:
    """State it, if whoever has just written in `subject` has confirmed anything in it."""
    if guarding.has_confirmed():
        record(IdentifierConfirmed(by_id, **reviewed_ids(subject)))


def reviewed_ids(subject: Post | Message | Topic | Person) -> dict[str, int]:
    """By which an event names what moderators look at. What is said of a topic, as in a poll or in its summary, they
    review with its opening post.
    """
    match subject:
        case Post():
            return {"post_id": subject.id}
        case Message():
            return {"message_id": subject.id}
        case Person():
            return {"profile_id": subject.id}
        case Topic():
            opening = sa.select(Post.id).where(Post.topic_id == subject.id, Post.is_opening)
            return {"post_id": session.scalars(opening).one()}
