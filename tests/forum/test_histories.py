"""Whatever happens to a topic: the page before, and the fragments that were pushed, are the page after. Where pushes
are lost, doubled, late or out of order on their way, they are so after the page has asked once.

The pages are the browser's own reducer in Node.js (static/src/forum/state.js); commands, views and pushes are the real
ones.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from cop import clock, db
from cop.errors import CopError
from cop.forum import commands
from cop.models import Poll, PollKind, Post, State, Topic, TopicState
from cop.moderation import commands as moderation
from tests import histories, people
from tests.chat.conftest import Socket
from tests.conftest import NOON
from tests.forum.pages import SCRIPT, Page
from tests.histories import LIMITS, Faults, Fresh, History, NothingThereError, nth, on_postgresql, on_sqlite
from tests.nodejs import Browser, browser

pytestmark = pytest.mark.timeout(600)  # a history that fails is made short before it is shown

__all__ = ["on_postgresql", "on_sqlite"]

WRITTEN = ("reply", "reply", "reply", "edit", "edit", "remove", "hide", "restore")
STEERED = (
    "answer",
    "no answer",
    "lock",
    "unlock",
    "rename",
    "pin",
    "archive",
    "unarchive",
    "tag",
    "summarise",
    "ask",
    "vote",
    "say what it came to",
)
TAKEN_APART = ("split", "merge", "swallow", "move", "move back")
VERBS = (*WRITTEN, *WRITTEN, *STEERED, *TAKEN_APART)
ASKING = {*TAKEN_APART, "lock", "unlock", "archive", "unarchive"}
"""After these a page asks: places were given anew, or who may reply is another for each reader."""

PER_PAGE = 4
PLACES = [commands.Choice("Leeds"), commands.Choice("York")]

HISTORIES = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 1), st.integers(0, 9)), min_size=8, max_size=25
)


@settings(LIMITS, max_examples=6)
@given(history=HISTORIES, seed=st.integers(0, 2**32))
def test_the_page_before_and_the_fragments_are_the_page_after(
    on_sqlite: Fresh, app: Flask, nodejs: Browser, history, seed: int
) -> None:
    with on_sqlite():
        live_through(app, nodejs, history, Faults(Random(seed), lost=0, doubled=0))


@settings(LIMITS, max_examples=6)
@given(history=HISTORIES, seed=st.integers(0, 2**32))
def test_a_page_that_has_missed_something_asks_once(
    on_sqlite: Fresh, app: Flask, nodejs: Browser, history, seed: int
) -> None:
    with on_sqlite():
        live_through(app, nodejs, history, Faults(Random(seed)))


@pytest.mark.slow
@settings(LIMITS, max_examples=4)
@given(history=HISTORIES, seed=st.integers(0, 2**32))
def test_and_on_postgresql(on_postgresql: Fresh, app: Flask, nodejs: Browser, history, seed: int) -> None:
    with on_postgresql():
        live_through(app, nodejs, history, Faults(Random(seed), lost=0, doubled=0))


def live_through(app: Flask, nodejs: Browser, history: History, faults: Faults) -> None:
    def begin() -> Story:
        return Story(app, nodejs, faults)

    histories.live_through(begin, history, pace=timedelta(minutes=2), end=timedelta(hours=5))


class Story:
    """Ann moderates, Bob writes, Carol reads along: two pages of the topic that it is about are open before each of the
    two. What it is merged with, and where it is moved to, is Bob's to read as well; Carol loses it when it moves.
    """

    def __init__(self, app: Flask, nodejs: Browser, faults: Faults) -> None:
        self.world = people.World.build()
        self.carol = people.newcomer("carol", self.world.cohort)
        self.writers = (self.world.ann, self.world.bob)
        self.group = people.a_group(self.world.ann, self.world.bob)
        self.faults, self.words, self.told = faults, 0, list[str]()
        self.tag = commands.add_tag(actor_id=self.world.ann.id, space_id=self.world.cohort.id, name="Tag").id
        self.topic = self.open()
        for number in range(PER_PAGE):
            self.reply(self.writers[number % 2].id, 0)
        readers = (self.world.bob, self.carol)
        self.sockets = [Socket(app, reader) for reader in readers for _ in range(2)]
        self.pages = [
            Page(nodejs, self.sockets[2 * place + page - 1], reader.id, self.topic, page, faults)
            for place, reader in enumerate(readers)
            for page in (1, 2)
        ]

    def close(self) -> None:
        for socket in self.sockets:
            if socket.client.is_connected():
                socket.client.disconnect()

    @property
    def is_honest(self) -> bool:
        return not self.faults.lost

    def go_on(self, verb: str, who: int, which: int) -> None:
        self.told.append(f"{verb} by {who}, at {which}")
        person_id = self.writers[who].id
        try:
            DEEDS[verb](self, person_id, which)
        except CopError as refused:
            self.told[-1] += f": {refused}"
        for page in self.pages:
            page.hear()
            if self.is_honest:
                page.arrive(in_order=True)
                self.compare_after(verb, page)
            elif self.faults.often(0.6):
                page.arrive()
                if page.known["wantsCatchUp"] and self.faults.often(0.5):
                    page.catch_up()

    def compare_after(self, verb: str, page: Page) -> None:
        """A page with nothing missing to it needs no request to be the page after."""
        if page.known["wantsCatchUp"]:
            assert verb in ASKING or page.known["isGone"] or self.is_of_the_opening(verb), (
                f"page {page.page} of {page.me} asks after {verb}"
            )
            page.catch_up()
        if self.state() is not TopicState.HIDDEN:  # within a topic that is gone nothing is told
            self.compare(page)

    def state(self) -> TopicState:
        db.session.remove()
        return TopicState(db.session.scalar(sa.select(Topic.state).where(Topic.id == self.topic)))

    def is_of_the_opening(self, verb: str) -> bool:
        """The first post takes its topic with it, and brings it back: then a page asks as well."""
        return verb in {"hide", "restore", "remove", "edit"} and self.last == 1

    def end(self) -> None:
        for page in self.pages:
            page.hear()
            page.arrive()
            page.catch_up()
            self.compare(page)

    def compare(self, page: Page) -> None:
        """What is shown and what waits behind the bar are the articles of a fresh page, in their order."""
        fresh, known = page.look(), page.known
        if known["leadsTo"] or (fresh and fresh["topic"] != self.topic):
            assert fresh
            assert known["leadsTo"] == fresh["topic"]
            return
        if fresh is None:
            assert known["isGone"]
            assert (known["shown"], known["waiting"], known["head"]) == ([], [], "")
            return
        assert not known["isGone"]
        held = sorted([*known["shown"], *known["waiting"]], key=lambda each: each["position"])
        assert [brief(each) for each in held] == [brief(each) for each in fresh["articles"]]
        assert held == fresh["articles"]
        assert known["head"] == fresh["head"]
        assert (known["known"], known["layout"]) == (fresh["posts"], fresh["layout"])

    # What happens.

    def text(self) -> str:
        self.words += 1
        return f"This is word-{self.words}- & *more* <of> it"

    def open(self) -> int:
        about = {"actor_id": self.world.bob.id, "space_id": self.world.cohort.id, "key": people.key()}
        return commands.open_topic(**about, title=f"A topic {self.words}", text=self.text()).topic_id

    def reply(self, person_id: int, _which: int) -> None:
        commands.post_reply(actor_id=person_id, topic_id=self.topic, text=self.text(), key=people.key())

    def edit(self, person_id: int, which: int) -> None:
        post = self.post(which, author_id=person_id)
        commands.edit_post(actor_id=person_id, post_id=post.id, text=self.text(), version=post.version)

    def remove(self, person_id: int, which: int) -> None:
        commands.remove_post(actor_id=person_id, post_id=self.post(which, author_id=person_id).id)

    def hide(self, _person_id: int, which: int) -> None:
        post = self.post(which, author_id=self.world.bob.id)
        moderation.hide(actor_id=self.world.ann.id, post_id=post.id, reason="Not here.")

    def restore(self, _person_id: int, which: int) -> None:
        moderation.restore(actor_id=self.world.ann.id, post_id=self.post(which, state=State.HIDDEN).id)

    def answer(self, _person_id: int, which: int) -> None:
        commands.choose_answer(actor_id=self.world.ann.id, post_id=self.post(which).id)

    def unanswer(self, _person_id: int, which: int) -> None:
        commands.withdraw_answer(actor_id=self.world.ann.id, post_id=self.post(which, is_answer=True).id)

    def rename(self, _person_id: int, _which: int) -> None:
        self.steer(commands.rename_topic, title=f"Costing {self.text()}"[:100])

    def sort(self, _person_id: int, which: int) -> None:
        self.steer(commands.tag_topic, tag_ids=[self.tag] if which % 2 else [])

    def summarise(self, _person_id: int, _which: int) -> None:
        summary = self.topic_now().summary
        version = summary.version if summary else 0
        self.steer(commands.write_summary, text=self.text(), version=version)

    def ask(self, _person_id: int, _which: int) -> None:
        paper = commands.Paper(PollKind.SINGLE, self.text(), PLACES, is_anonymous=False)
        self.steer(commands.open_poll, paper=paper, key=people.key())

    def vote(self, person_id: int, which: int) -> None:
        poll = self.poll()
        option = poll.options[which % len(PLACES)].id
        commands.vote(actor_id=person_id, poll_id=poll.id, chosen={option: 1})

    def conclude(self, _person_id: int, which: int) -> None:
        """Each third time it is taken away after that."""
        about = {"actor_id": self.world.ann.id, "poll_id": self.poll().id}
        poll = commands.close_poll(**about)
        version = poll.outcome.version if poll.outcome else 0
        commands.write_outcome(**about, text=self.text(), version=version)
        if which % 3 == 0:
            commands.remove_poll(**about)

    def split(self, _person_id: int, which: int) -> None:
        post = self.post(which, state=State.RELEASED, is_opening=False)
        self.steer(commands.split_topic, post_ids=[post.id], title=f"Part {self.words}")

    def swallow(self, person_id: int, _which: int) -> None:
        """Another topic goes into the one that it is about."""
        about = {"actor_id": self.world.bob.id, "space_id": self.topic_now().space_id, "key": people.key()}
        other = commands.open_topic(**about, title="Another", text=self.text()).topic_id
        commands.merge_topics(actor_id=self.world.ann.id, topic_id=other, into_id=self.topic)

    def merge(self, _person_id: int, _which: int) -> None:
        """The one that it is about goes into another: its pages lead there."""
        about = {"actor_id": self.world.bob.id, "space_id": self.topic_now().space_id, "key": people.key()}
        other = commands.open_topic(**about, title="Another", text=self.text()).topic_id
        self.steer(commands.merge_topics, into_id=other)

    def move(self, _person_id: int, _which: int) -> None:
        self.steer(commands.move_topic, space_id=self.group.id)

    def move_back(self, _person_id: int, _which: int) -> None:
        self.steer(commands.move_topic, space_id=self.world.cohort.id)

    def steer(self, verb: Callable[..., Any], **about: Any) -> None:
        verb(actor_id=self.world.ann.id, topic_id=self.topic, **about)

    # What it happens to.

    last = 0
    """The place of the post that something happened to."""

    def topic_now(self) -> Topic:
        db.session.remove()
        topic = db.session.get(Topic, self.topic)
        assert topic is not None
        if topic.state is TopicState.MERGED:
            raise NothingThereError("it is part of another one")
        return topic

    def poll(self) -> Poll:
        """The newest of the topic."""
        polls = self.topic_now().polls
        if not polls:
            raise NothingThereError("nobody has asked")
        return polls[-1]

    def post(self, which: int, **of: Any) -> Post:
        """The newest but `which` of the topic."""
        found: Post = nth(
            sa.select(Post).filter_by(topic_id=self.topic, **of).order_by(Post.position.desc()), which
        )
        self.last = found.position or 0
        return found


def plainly(verb: Callable[..., Any]) -> Callable[[Story, int, int], None]:
    return lambda story, _person_id, _which: story.steer(verb)


DEEDS: dict[str, Callable[[Story, int, int], None]] = {
    "reply": Story.reply,
    "edit": Story.edit,
    "remove": Story.remove,
    "hide": Story.hide,
    "restore": Story.restore,
    "answer": Story.answer,
    "no answer": Story.unanswer,
    "lock": plainly(commands.lock_topic),
    "unlock": plainly(commands.unlock_topic),
    "rename": Story.rename,
    "pin": plainly(commands.pin_topic),
    "archive": plainly(commands.archive_topic),
    "unarchive": plainly(commands.unarchive_topic),
    "tag": Story.sort,
    "summarise": Story.summarise,
    "ask": Story.ask,
    "vote": Story.vote,
    "say what it came to": Story.conclude,
    "split": Story.split,
    "merge": Story.merge,
    "swallow": Story.swallow,
    "move": Story.move,
    "move back": Story.move_back,
}


def test_the_deeds_are_the_verbs() -> None:
    assert set(DEEDS) == set(VERBS)


def brief(article: dict[str, Any]) -> tuple[Any, ...]:
    return article["id"], article["position"], article["author"], *re.findall(r"word-\d+-", article["html"])


@pytest.fixture(scope="module")
def nodejs() -> Iterator[Browser]:
    with browser(SCRIPT) as process:
        yield process


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that short topics have several pages."""
    for place in (
        "cop.models.topics",
        "cop.forum.queries.posts",
        "cop.forum.queries.stamps",
        "cop.forum.views.topics",
    ):
        monkeypatch.setattr(f"{place}.PAGE", PER_PAGE)


def test_pages_lead_where_they_should(on_sqlite: Fresh, app: Flask, nodejs: Browser) -> None:
    """The controls: a page that can't be read any more is empty, and one that was merged leads on."""
    with on_sqlite(), clock.at(NOON):
        story = Story(app, nodejs, Faults(Random(0), lost=0, doubled=0))
        story.go_on("move", 0, 0)
        assert [page.known["isGone"] for page in story.pages] == [False] * 2 + [True] * 2
        story.go_on("move back", 0, 0)
        assert not any(page.known["isGone"] for page in story.pages)
        story.go_on("merge", 0, 0)
        assert all(page.known["leadsTo"] for page in story.pages)
        assert sum(page.asked for page in story.pages) < 30
        story.close()
