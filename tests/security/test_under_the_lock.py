"""Every verb decides under the lock: who loses a right while it waits for the row has lost it (F17, S8).

Deterministic where twenty threads are a matter of luck: a transaction holds the space, the verb comes to wait for it,
and the membership ends before the transaction does.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from time import monotonic, sleep

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import clock, db
from cop.accounts import commands as accounts
from cop.accounts.commands import tokens
from cop.chat import commands as chat
from cop.engines import WRITES
from cop.errors import Conflict, CopError, NotFound
from cop.forum import commands as forum
from cop.models import Invitation, Membership, Policy, Review, RoleName, Space, SpaceKind
from cop.moderation import commands as moderation
from cop.spaces import commands as spaces
from tests import people
from tests.people import World
from tests.polls import ask, paper

PATIENCE = 20
ON_POSTGRESQL = pytest.mark.parametrize("committed", ["postgresql"], indirect=True)
"""SQLite has one lock for all: a verb begins when it has it."""

WAITS = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


class Scene:
    """A topic and a line by Ann and by Bob, and something of Bob's that waits, in cohort one."""

    def __init__(self, world: World) -> None:
        self.world, self.cohort, self.slug = world, world.cohort.id, world.cohort.slug
        self.ann, self.bob = world.ann.id, world.bob.id
        about = {"actor_id": self.bob, "space_id": self.cohort, "title": "T", "text": "x"}
        self.post = forum.open_topic(**about, key=people.key())
        self.anns_post = forum.open_topic(**about | {"actor_id": self.ann}, key=people.key())
        self.poll = ask(world.bob, self.post.topic_id)
        self.line = self._say(self.bob)
        self.anns = self._say(self.ann)
        people.set_policy(world.cohort, Policy.ALL_HELD)
        held = self._say(self.bob)
        self.review = db.session.query(Review).filter_by(message_id=held.id).one().id
        self.decision = moderation.hide(actor_id=self.ann, message_id=self._released(), reason="x").id
        people.set_policy(world.cohort, Policy.OPEN)

    def _say(self, person_id: int):
        return chat.send_message(actor_id=person_id, slug=self.slug, text="x", key=people.key())

    def _released(self) -> int:
        return self.line.id

    def invitation(self) -> Invitation:
        places = [(self.cohort, RoleName.MEMBER)]
        made = accounts.invite(actor_id=self.ann, email="new@example.org", places=places)
        return db.session.get_one(Invitation, made.id)


MEMBERS: dict[str, Callable[[Scene], object]] = {
    "say": lambda on: on._say(on.bob),
    "edit a line": lambda on: chat.edit_message(actor_id=on.bob, message_id=on.line.id, text="y", changed=None),
    "remove a line": lambda on: chat.remove_message(actor_id=on.bob, message_id=on.line.id, changed=None),
    "react": lambda on: chat.mark_message(actor_id=on.bob, message_id=on.anns.id, word="agree", on=True),
    "open a topic": lambda on: forum.open_topic(
        actor_id=on.bob, space_id=on.cohort, title="U", text="x", key=people.key()
    ),
    "reply": lambda on: forum.post_reply(actor_id=on.bob, topic_id=on.post.topic_id, text="y", key=people.key()),
    "edit a post": lambda on: forum.edit_post(actor_id=on.bob, post_id=on.post.id, text="y", version=1),
    "remove a post": lambda on: forum.remove_post(actor_id=on.bob, post_id=on.post.id),
    "react to a post": lambda on: forum.mark_post(actor_id=on.bob, post_id=on.anns_post.id, word="agree"),
    "ask": lambda on: forum.open_poll(
        actor_id=on.bob, topic_id=on.post.topic_id, paper=paper(), key=people.key()
    ),
    "vote": lambda on: forum.vote(actor_id=on.bob, poll_id=on.poll.id, chosen={on.poll.options[0].id: 1}),
    "take a vote back": lambda on: forum.take_back_vote(actor_id=on.bob, poll_id=on.poll.id),
    "close a poll": lambda on: forum.close_poll(actor_id=on.bob, poll_id=on.poll.id),
    "report": lambda on: moderation.report(actor_id=on.bob, message_id=on.anns.id, category="other"),
}  # fmt: skip
MODERATORS: dict[str, Callable[[Scene], object]] = {
    "release": lambda on: moderation.release(actor_id=on.ann, review_id=on.review),
    "release edited": lambda on: moderation.release_edited(actor_id=on.ann, review_id=on.review, text="y", note="z"),
    "decline": lambda on: moderation.decline(actor_id=on.ann, review_id=on.review, reason="x"),
    "hide": lambda on: moderation.hide(actor_id=on.ann, post_id=on.post.id, reason="x"),
    "redact": lambda on: moderation.redact(actor_id=on.ann, post_id=on.post.id, words="xy", reason="x"),
    "purge": lambda on: moderation.purge(actor_id=on.ann, post_id=on.post.id, ground="patient"),
    "restore": lambda on: moderation.restore(actor_id=on.ann, message_id=on.line.id),
    "undo": lambda on: moderation.undo(actor_id=on.ann, decision_id=on.decision),
    "lock": lambda on: forum.lock_topic(actor_id=on.ann, topic_id=on.post.topic_id),
    "pin": lambda on: forum.pin_topic(actor_id=on.ann, topic_id=on.post.topic_id),
    "add": lambda on: spaces.add_member(actor_id=on.ann, space_id=on.cohort, person_id=on.world.mallory.id),
    "remove": lambda on: spaces.remove_member(
        actor_id=on.ann, space_id=on.cohort, person_id=on.bob, reason="x"
    ),
    "set roles": lambda on: spaces.set_member_roles(
        actor_id=on.ann, space_id=on.cohort, person_id=on.bob, roles=[RoleName.MODERATOR]
    ),
    "set the policy": lambda on: spaces.set_space_policy(
        actor_id=on.ann, space_id=on.cohort, policy=Policy.ALL_HELD
    ),
    "edit the space": lambda on: spaces.edit_space(
        actor_id=on.ann, space_id=on.cohort, name="x", purpose="", about=""
    ),
    "make a set": lambda on: spaces.create_space(
        actor_id=on.ann, kind=SpaceKind.SET, name="Set Z", parent_id=on.cohort, leader_id=on.bob
    ),
    "invite": lambda on: on.invitation(),
}  # fmt: skip


def meanwhile(space_id: int, work: Callable[[], object], change: sa.Update) -> object:
    """What `work` comes to, if `change` is made while it waits for the space's row."""
    engine = db.session.get_bind()
    assert isinstance(engine, Engine)
    db.session.remove()
    with ThreadPoolExecutor(1) as pool:
        with engine.execution_options(**WRITES).begin() as holding:
            holding.execute(sa.select(Space.id).where(Space.id == space_id).with_for_update())
            working = pool.submit(copy_context().run, _try, work)
            _wait_for_it(engine)
            holding.execute(change)
        return working.result(PATIENCE)


def _try(work: Callable[[], object]) -> object:
    try:
        return work()
    except CopError as refused:
        return refused
    finally:
        db.session.remove()


def _wait_for_it(engine: Engine) -> None:
    until = monotonic() + PATIENCE
    while monotonic() < until:
        with engine.connect() as looking:
            if looking.scalar(WAITS):
                return
        sleep(0.01)
    raise AssertionError("it never came to wait for the lock")


def ending(person_id: int, space_id: int) -> sa.Update:
    whose = (Membership.person_id == person_id, Membership.space_id == space_id)
    return sa.update(Membership).where(*whose).values(ended_at=clock.now())


@ON_POSTGRESQL
def test_what_members_do(committed: World):
    for name, work in MEMBERS.items():
        _refused(committed, name, work, committed.bob.id)


@ON_POSTGRESQL
def test_what_moderators_do(committed: World):
    for name, work in MODERATORS.items():
        _refused(committed, name, work, committed.ann.id)


def _refused(world: World, name: str, work: Callable[[Scene], object], person_id: int) -> None:
    scene = Scene(world)
    came = meanwhile(scene.cohort, lambda: work(scene), ending(person_id, scene.cohort))
    assert isinstance(came, NotFound), f"{name}: {came!r}"
    _let_in_again(person_id, scene.cohort)


@db.command
def _let_in_again(person_id: int, space_id: int) -> None:
    db.session.execute(ending(person_id, space_id).values(ended_at=None))
    from cop.models import Throttle

    db.session.execute(sa.delete(Throttle))


@ON_POSTGRESQL
def test_accepting_what_somebody_could_offer_until_now(committed: World):
    scene = Scene(committed)
    places = [(scene.cohort, RoleName.MODERATOR)]
    made = accounts.invite(actor_id=scene.ann, email=committed.mallory.email, places=places)
    token = tokens.of_invitation(db.session.get_one(Invitation, made.id))
    came = meanwhile(
        scene.cohort,
        lambda: accounts.join(actor_id=committed.mallory.id, token=token),
        ending(scene.ann, scene.cohort),
    )
    assert isinstance(came, Conflict)
    assert Membership.of(committed.mallory.id, scene.cohort) is None


@ON_POSTGRESQL
def test_without_a_change_it_is_done(committed: World):
    scene = Scene(committed)
    nothing = ending(0, scene.cohort)
    assert meanwhile(scene.cohort, lambda: MEMBERS["reply"](scene), nothing).position == 2  # type: ignore[attr-defined]
