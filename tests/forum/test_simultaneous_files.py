"""Twenty at once, on databases that really commit: one key is one file, one file is of one post, a quota is kept."""

import sqlalchemy as sa

from cop import db
from cop.errors import Conflict, Invalid, TooLarge
from cop.forum import commands
from cop.forum.commands.quotas import Quotas
from cop.models import Attachment, Post
from tests.at_once import MANY, many_at_once
from tests.attachments import attach
from tests.people import World, key, newcomer
from tests.storage.contract import FUTURE


def test_one_key_is_one_file(committed: World) -> None:
    before, same = kept(), key()
    ids = many_at_once(lambda _: attach(committed.bob, committed.cohort, key=same).id)
    assert len(set(ids)) == 1
    assert len(kept() - before) == 1, "and the bytes of the others are gone"


def test_one_file_is_of_one_post(committed: World) -> None:
    topic_id = opened(committed)
    file_id = attach(committed.bob, committed.cohort).id
    results = many_at_once(
        lambda number: (
            commands.post_reply(
                actor_id=committed.bob.id, topic_id=topic_id, text=f"{number}", key=key(), files={file_id: ""}
            ).id
        )
    )
    posted = [each for each in results if isinstance(each, int)]
    assert len(posted) == 1
    assert sum(isinstance(each, Invalid) for each in results) == MANY - 1
    assert db.session.scalar(sa.select(Attachment.post_id)) == posted[0]
    assert db.session.scalar(sa.select(sa.func.sum(Post.attached))) == 1


def test_a_file_is_posted_or_taken_back_and_never_both(committed: World) -> None:
    topic_id = opened(committed)
    file_id = attach(committed.bob, committed.cohort).id

    def work(number: int) -> object:
        if number % 2:
            return commands.leave_out(actor_id=committed.bob.id, attachment_id=file_id)
        return commands.post_reply(
            actor_id=committed.bob.id, topic_id=topic_id, text=f"{number}", key=key(), files={file_id: ""}
        )

    results = many_at_once(work)
    assert not [
        each for each in results if isinstance(each, Conflict) and "belongs to a post" not in str(each)
    ]
    row = db.session.scalars(sa.select(Attachment)).one_or_none()
    count = db.session.scalar(sa.select(sa.func.sum(Post.attached)))
    assert count == (1 if row is not None and row.withdrawn_at is None else 0)
    assert row is None or row.post_id


def test_what_a_space_has_is_not_passed_by_going_at_once(committed: World) -> None:
    people = [newcomer(f"n{number}", committed.cohort) for number in range(MANY)]
    quotas, before = Quotas(file=1_000, person=10_000, space=5_000), kept()
    results = many_at_once(
        lambda number: attach(people[number], committed.cohort, content=b"x" * 1_000, quotas=quotas).id
    )
    assert sum(isinstance(each, int) for each in results) == 5
    assert sum(isinstance(each, TooLarge) for each in results) == MANY - 5
    assert len(kept() - before) == 5


def opened(world: World) -> int:
    made = commands.open_topic(
        actor_id=world.bob.id, space_id=world.cohort.id, title="Begun", text="x", key=key()
    )
    return made.topic_id


def kept() -> set[str]:
    from cop import storage

    return set(storage.store().names(before=FUTURE))
