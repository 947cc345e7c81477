"""Topics, lines and reviews, put there through the models: the shell reads what other features write."""

from cop import clock, db
from cop.models import Membership, Message, Person, Post, Presence, Review, Space, State, Topic, TopicState
from cop.models.readings import read_to
from cop.models.reviews import ReviewKind
from tests.people import key


@db.command
def open_topic(author: Person, space: Space, title: str = "Costing a trial", *, replies: int = 0) -> Topic:
    """A topic that everyone in `space` reads, with its opening post and so many replies, all by `author`."""
    topic = Topic(space=db.lock(Space, space.id), author_id=author.id, title=title, state=TopicState.OPEN)
    db.session.add(topic)
    db.session.flush()
    for number in range(1 + replies):
        _post(author, topic, is_opening=number == 0).release()
    return topic


@db.command
def hold_topic(author: Person, space: Space, title: str = "Not yet released") -> Topic:
    """A topic whose opening post waits for a moderator."""
    topic = Topic(space=db.lock(Space, space.id), author_id=author.id, title=title, state=TopicState.HELD)
    db.session.add(topic)
    db.session.flush()
    Review.open_for(_post(author, topic, is_opening=True), ReviewKind.HELD)
    return topic


@db.command
def read(person: Person, topic: Topic, *, upto: int) -> None:
    read_to(person_id=person.id, topic_id=topic.id, position=upto)


@db.command
def say(author: Person, space: Space) -> None:
    _line(author, space).release()


@db.command
def hold_line(author: Person, space: Space) -> None:
    Review.open_for(_line(author, space), ReviewKind.HELD)


@db.command
def look(person: Person, space: Space) -> None:
    """Be seen in the room at this moment."""
    db.session.merge(Presence(person_id=person.id, space_id=space.id, seen_at=clock.now()))


@db.command
def leave(person: Person, space: Space) -> None:
    for membership in db.session.query(Membership).filter_by(person_id=person.id, space_id=space.id):
        membership.end()


def _post(author: Person, topic: Topic, *, is_opening: bool) -> Post:
    post = Post(topic=topic, author_id=author.id, is_opening=is_opening, **_contribution(author))
    post.professional_role = author.professional_role
    db.session.add(post)
    db.session.flush()
    return post


def _line(author: Person, space: Space) -> Message:
    message = Message(space=db.lock(Space, space.id), author_id=author.id, **_contribution(author))
    db.session.add(message)
    db.session.flush()
    return message


def _contribution(author: Person) -> dict[str, object]:
    return {
        "key": key(),
        "digest": "",
        "state": State.HELD,
        "text": f"{author.name} writes",
        "html": f"<p>{author.name} writes</p>",
        "renderer": 1,
    }
