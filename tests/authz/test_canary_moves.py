"""A topic that was taken to another space comes out there, and nowhere any more in the one that it has left (S36): in
no page, header, error, ack or push, for nobody who reads the old space alone, whoever they are there.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.engine import Connection, Engine

from cop import db, live
from cop.forum import commands
from cop.models import Message, Person, PostRevision, RoleName, Space, Topic, TopicSource, Verdict
from cop.moderation import commands as moderation
from tests import people
from tests.authz.canaries import Canaries, decide
from tests.authz.outlets import everything_shown
from tests.authz.stage import browser, set_stage, undone
from tests.authz.things import put_things
from tests.databases import rolled_back

pytestmark = pytest.mark.no_cover  # what it goes through is measured by what tests each part

OLD_READERS = ("newcomer", "member", "facilitator", "staff", "second")
WORDS = ("title", "opening", "reply", "before", "summary", "line")


class Walk:
    """The stage, with a group beside the cohort that its moderator moderates too, and in which the insider reads."""

    def __init__(self, app: Flask, connection: Connection) -> None:
        self.app, self.connection = app, connection
        self.stage, self.canaries = set_stage(), Canaries()
        put_things(self.stage)
        self._people()
        self._topic()
        self.moderator = self.stage.people["moderator"]

    @db.command
    def _people(self) -> None:
        cohort, moderator = self.stage.cohort, self.stage.people["moderator"]
        for name in ("insider", "second"):
            self.stage.people[name] = people.add_person(name)
        self.group = people.put_group(moderator, self.stage.people["insider"])
        people.join(self.stage.people["second"], cohort, RoleName.MODERATOR)

    @db.command
    def _topic(self) -> None:
        canaries, member, cohort = self.canaries, self.stage.people["member"], self.stage.cohort
        db.session.add_all([cohort, *self.stage.people.values()])
        word = {name: canaries.hatch(name) for name in WORDS}
        topic = people.put_topic(cohort, member, word["title"])
        people.put_post(topic, member, word["opening"])
        post = people.put_post(topic, member, word["reply"])
        hidden = people.put_post(topic, member, "Hidden")
        hidden.hide()
        decide(self.stage, Verdict.HIDE, "", post_id=hidden.id, person_id=member.id)
        db.session.add(PostRevision(post_id=post.id, number=1, text=word["before"], editor=member))
        self.topic_id, self.post_id = topic.id, post.id
        canaries.ids = {name: [value] for name, value in self.stage.ids.items()}
        canaries.ids["slug"] += [self.group.slug]
        canaries.ids["topic_id"] += [topic.id]
        canaries.ids["post_id"] += [post.id, hidden.id]
        self.message = people.put_message(cohort, member, "Said in the room")

    def prepare(self) -> None:
        """Words that the verbs put there."""
        about = {"actor_id": self.moderator.id, "topic_id": self.topic_id}
        commands.write_summary(**about, text="canarysummaryzz", version=0)
        commands.pin_topic(**about)
        self._lead_from_the_room()

    @db.command
    def _lead_from_the_room(self) -> None:
        topic, line = db.get(Topic, self.topic_id), db.get(Message, self.message.id)
        db.lock(Space, self.stage.cohort.id)
        topic.first_line_id, topic.title = line.id, "canarytitlezz canarylinezz"
        topic.sources = [TopicSource(message=line)]
        db.session.flush()
        topic.sources[0].show()

    def found_by(self, standing: str) -> set[str]:
        found = "".join(everything_shown(self.app, self.stage, self.canaries, self.connection, standing))
        return {word for word in self.canaries.allowed if word in found}

    def move(self) -> None:
        about = {"actor_id": self.moderator.id, "topic_id": self.topic_id}
        commands.move_topic(**about, space_id=self.group.id)


@pytest.fixture
def walk(app: Flask, postgresql: Engine) -> Iterator[Walk]:
    with rolled_back(postgresql) as connection:
        app.extensions.pop("is_demonstration", None)
        made = Walk(app, connection)
        made.prepare()
        yield made
    app.extensions.pop("is_demonstration", None)


@pytest.mark.parametrize("standing", OLD_READERS)
def test_who_reads_the_old_space_alone_finds_nothing_of_it(walk: Walk, standing: str) -> None:
    before = walk.found_by(standing)
    assert {"canarytitlezz", "canaryopeningzz", "canaryreplyzz", "canarysummaryzz", "canarylinezz"} <= before
    walk.move()
    assert walk.found_by(standing) == set()


def test_who_reads_the_new_one_finds_it(walk: Walk) -> None:
    assert walk.found_by("insider") == set()
    walk.move()
    found = walk.found_by("insider")
    assert found == set(walk.canaries.allowed) - {"canarybeforezz"}, "earlier texts are for its author"
    assert "canarybeforezz" in walk.found_by("moderator")


def test_no_push_brings_a_word_of_it_to_the_old_space(walk: Walk) -> None:
    sockets = {name: listening(walk, name) for name in (*OLD_READERS, "insider")}
    walk.move()
    member, moderator = walk.stage.people["member"], walk.moderator
    put_in(walk, member)
    commands.rename_topic(actor_id=moderator.id, topic_id=walk.topic_id, title="canarytitlezz anew")
    commands.post_reply(actor_id=moderator.id, topic_id=walk.topic_id, text="canaryreplyzz", key=people.key())
    moderation.hide(actor_id=moderator.id, post_id=walk.post_id, reason="canaryreplyzz")
    heard = {name: str(socket.get_received()) for name, socket in sockets.items()}
    for socket in sockets.values():
        socket.disconnect()
    for name in OLD_READERS:
        assert "topic:gone" in heard[name], "it leaves their pages"
        if name != "member":
            assert "canary" not in heard[name], name
    assert "canaryreplyzz" in heard["insider"]
    assert "canaryreplyzz" in heard["member"], "who is let in there hears from then on"


def listening(walk: Walk, name: str):
    client = browser(walk.app, walk.stage, name)
    auth, origin = {"csrf": people.csrf_token(client)}, {"Origin": "http://localhost"}
    return live.server().test_client(walk.app, flask_test_client=client, auth=auth, headers=origin)


@db.command
def put_in(walk: Walk, person: Person) -> None:
    people.join(person, walk.group)


def test_a_split_off_part_stays_when_the_rest_goes(walk: Walk) -> None:
    about = {"actor_id": walk.moderator.id, "topic_id": walk.topic_id}
    part = commands.split_topic(**about, post_ids=[walk.post_id], title="A part")
    walk.canaries.ids["topic_id"].append(part.id)
    walk.move()
    with undone(walk.connection):
        assert walk.found_by("newcomer") == {"canaryreplyzz"}
