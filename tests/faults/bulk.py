"""Much that happens in a room at once, done by the models and noted as what was acked: for outages that were long."""

import random

from cop import db
from cop.markup import Words
from cop.models import Message, Person, Space
from tests import people
from tests.faults.records import Attempt, Payload, Record, Write


def say_many(record: Record, space: Space, authors: list[Person], *, count: int) -> list[Write]:
    """So many lines, by the authors in turn."""
    texts = [record.words() for _ in range(count)]
    made = _say(space, authors, texts)
    record.others += made
    return made


@db.command
def _say(space: Space, authors: list[Person], texts: list[str]) -> list[Write]:
    space = db.lock(Space, space.id)
    made = []
    for number, text in enumerate(texts):
        message = people.put_message(space, authors[number % len(authors)], text)
        made.append(Write("send", message.author_id, message.key, text, None, [_acked(message)]))
    return made


def edit_some(
    record: Record, space: Space, writes: list[Write], *, count: int, chance: random.Random
) -> None:
    """Edit so many of these lines, each once or more."""
    for write in chance.choices(writes, k=count):
        record.others.append(_edit(space, write, record.words()))


@db.command
def _edit(space: Space, write: Write, text: str) -> Write:
    db.lock(Space, space.id)
    message = db.lock(Message, write.answer["id"])
    words = Words(text, f"<p>{text}</p>")
    message.revise(words, editor_id=message.author_id, seen_changed=message.changed)
    return Write("edit", message.author_id, people.key(), text, message.id, [_acked(message)])


def remove_some(
    record: Record, space: Space, writes: list[Write], *, count: int, chance: random.Random
) -> list[Write]:
    """Take back so many of these lines; returns them."""
    gone = chance.sample(writes, count)
    record.others += [_remove(space, write) for write in gone]
    return gone


@db.command
def _remove(space: Space, write: Write) -> Write:
    db.lock(Space, space.id)
    message = db.lock(Message, write.answer["id"])
    message.remove()
    return Write("remove", message.author_id, people.key(), "", message.id, [_acked(message)])


def _acked(message: Message) -> Attempt:
    told: Payload = {"id": message.id, "seq": message.seq, "changed": message.changed}
    return Attempt(0.0, 0.0, {"ok": True, "message": told})
