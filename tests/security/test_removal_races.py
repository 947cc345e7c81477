"""Somebody, or the place they write in, is taken away while they write, attach, keep drafts and read the log: each
thing is before that or refused in words, and no row or file is left that belongs to nothing.
"""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from cop import clock, db, policy, storage
from cop.chat import commands as chat
from cop.errors import CopError, Forbidden, NotFound
from cop.forum import commands as forum
from cop.forum import tasks
from cop.forum.commands.drafts import Begun
from cop.models import (
    Attachment,
    ForumDraft,
    Ground,
    MeasureKind,
    Membership,
    Message,
    Person,
    Post,
    RoomState,
    Sheet,
    Topic,
)
from cop.moderation import commands as moderation
from cop.moderation import queries
from cop.spaces import commands as spaces
from cop.spaces.commands import Wanted
from tests import people
from tests.at_once import at_once
from tests.attachments import attach
from tests.moderation import things
from tests.people import World, key
from tests.storage.contract import FUTURE

ROUNDS = 6


@pytest.fixture
def steward(committed: World) -> Person:
    return people.a_steward("stella")


@pytest.fixture
def busy(committed: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A topic of Bob's and a line of Ann's; files are kept apart from those of other tests."""
    monkeypatch.setattr(storage, "_store", storage.Folder(tmp_path / "kept"))

    @db.command
    def put() -> tuple[int, int]:
        topic = people.put_topic(committed.cohort, committed.bob, "T")
        people.put_post(topic, committed.bob, "Opening")
        return topic.id, people.put_message(committed.cohort, committed.ann, "Said").id

    return committed, *put()


def writing(world: World, topic_id: int, message_id: int, person) -> list:
    """All that this person does at once."""
    slug, about = world.cohort.slug, {"actor_id": person.id}

    def post_with_a_file() -> Post:
        file = attach(person, world.cohort)
        return forum.post_reply(**about, topic_id=topic_id, text="With", key=key(), files={file.id: ""})

    return [
        post_with_a_file,
        partial(attach, person, world.cohort),
        partial(forum.post_reply, **about, topic_id=topic_id, text="More", key=key()),
        partial(forum.keep_draft, **about, sheet=Sheet("topic_id", topic_id), begun=Begun(text="Begun")),
        partial(chat.send_message, **about, slug=slug, text="Line", key=key()),
        partial(chat.keep_draft, **about, slug=slug, text="Begun"),
        partial(chat.mark_message, **about, message_id=message_id, word="agree", on=True),
        partial(moderation.report, **about, message_id=message_id, category="other"),
    ]


def test_somebody_removed_everywhere_leaves_nothing_half_done(busy, steward):
    world, topic_id, message_id = busy
    for number in range(ROUNDS):
        person = people.newcomer(f"p{'abcdef'[number]}", world.cohort)
        wanted = Wanted(MeasureKind.REMOVED, None, Ground.UNKIND, "")
        removal = partial(spaces.take_measure, actor_id=steward.id, person_id=person.id, wanted=wanted)
        came = at_once([*writing(world, topic_id, message_id, person), removal])
        assert not isinstance(came[-1], CopError), came[-1]
        assert Membership.of(person.id, world.cohort.id) is None
        assert not policy.load_actor(person.id).roles
        _nothing_is_orphaned()
        drafts = sa.select(sa.func.count(ForumDraft.id)).where(ForumDraft.person_id == person.id)
        assert db.session.scalar(drafts) == 0, "drafts go with the place they are for"
        late = at_once(writing(world, topic_id, message_id, person))
        assert all(isinstance(each, CopError) for each in late), "control: afterwards nothing is taken"
    _only_what_was_posted_stays()


def test_whoever_is_let_in_while_they_are_held_back_everywhere_is_held_back_there(busy, steward):
    world, _topic_id, _message_id = busy
    until = clock.now() + timedelta(days=7)
    for number in range(ROUNDS):
        for kind, end in ((MeasureKind.REMOVED, None), (MeasureKind.SUSPENDED, until)):
            person = people.newcomer(f"{kind.value[0]}{'abcdef'[number]}")
            wanted = Wanted(kind, end, Ground.UNKIND, "")
            came = at_once(
                [
                    partial(
                        spaces.add_member,
                        actor_id=world.staff.id,
                        space_id=world.cohort.id,
                        person_id=person.id,
                    ),
                    partial(spaces.take_measure, actor_id=steward.id, person_id=person.id, wanted=wanted),
                ]
            )
            assert not isinstance(came[1], CopError), came[1]
            assert not isinstance(came[0], NotFound | Forbidden), "control: they could be let in"
            assert not policy.load_actor(person.id).roles_in(world.cohort.id), kind


def test_a_place_that_closes_while_they_write_leaves_nothing_half_done(busy):
    world, topic_id, message_id = busy
    for number in range(ROUNDS):
        person = people.newcomer(f"q{'abcdef'[number]}", world.cohort)
        before = db.session.get_one(Topic, topic_id).is_locked
        works = writing(world, topic_id, message_id, person)
        close = [
            partial(forum.lock_topic, actor_id=world.ann.id, topic_id=topic_id),
            partial(
                spaces.set_room_state,
                actor_id=world.ann.id,
                space_id=world.cohort.id,
                state=RoomState.ARCHIVED,
                reason="Over",
            ),
        ]
        came = at_once([*works, *close])
        assert not any(isinstance(each, CopError) for each in came[-2:]), came[-2:]
        _nothing_is_orphaned()
        assert not before
        forum.unlock_topic(actor_id=world.ann.id, topic_id=topic_id)
        spaces.set_room_state(
            actor_id=world.ann.id, space_id=world.cohort.id, state=RoomState.OPEN, reason="Again"
        )
    _only_what_was_posted_stays()


def test_the_log_is_read_to_its_end_or_not_at_all(busy):
    world, *_ = busy
    carol = people.newcomer("carol", world.cohort)
    spaces.set_member_roles(
        actor_id=world.ann.id, space_id=world.cohort.id, person_id=carol.id, roles=["member", "moderator"]
    )
    for _ in range(3):
        opening = things.open_topic(world.bob, world.cohort)
        moderation.hide(actor_id=world.ann.id, post_id=opening.id, ground="unkind")
    until = clock.now() + timedelta(days=7)
    wanted = Wanted(MeasureKind.SUSPENDED, until, Ground.UNKIND, "")
    about = {"actor_id": world.ann.id, "person_id": carol.id, "space_id": world.cohort.id}

    def read() -> list[int]:
        return [each.id for each in queries.export(policy.load_actor(carol.id))]

    whole = read()
    assert len(whole) > 3, "control"
    came = at_once([read, read, partial(spaces.take_measure, **about, wanted=wanted)])
    assert all(each == [] or each[-len(whole) :] == whole for each in came[:2]), "the newest comes first"
    assert read() == [], "control: nothing of it is hers any more"


def _only_what_was_posted_stays() -> None:
    """Of the files that wait for a post, once they have waited for days."""
    with clock.at(datetime.now(UTC) + timedelta(days=2)):
        tasks.sweep_attachments.body()
    _nothing_is_orphaned()
    waiting = sa.select(sa.func.count(Attachment.id)).where(Attachment.post_id.is_(None))
    assert db.session.scalar(waiting) == 0


def _nothing_is_orphaned() -> None:
    """Posts and lines stand in their places without a gap; every row of a file has its bytes, and all bytes a row."""
    db.session.expire_all()
    for topic in db.session.scalars(sa.select(Topic)):
        places = db.session.scalars(
            sa.select(Post.position).where(Post.topic_id == topic.id, Post.position.is_not(None))
        ).all()
        assert sorted(places) == list(range(1, topic.posts + 1))
    seqs = db.session.scalars(sa.select(Message.seq).where(Message.seq.is_not(None))).all()
    assert sorted(seqs) == list(range(1, len(seqs) + 1))
    stored = db.session.scalars(sa.select(Attachment.stored)).all()
    for name in stored:
        with storage.store().open(name) as content:
            assert content.read()
    assert set(storage.store().names(before=FUTURE)) == set(stored)
