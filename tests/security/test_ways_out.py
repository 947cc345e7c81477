"""Nothing that is sent leads a browser elsewhere (S14), and nothing that people write leads us anywhere (S15)."""

import socket
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.engine import Connection

from cop import markup
from cop.accounts.tasks.wording import word
from cop.forum import commands as forum
from cop.models import Letter
from cop.spaces import commands as spaces
from tests import people
from tests.attachments import office, picture, put_file
from tests.authz.stage import Stage, browser, undone
from tests.people import World
from tests.security import walking

EVIL = "https://evil.example/"
ASKING = {"next": EVIL, "url": EVIL, "return_to": EVIL, "redirect": EVIL, "target": EVIL, "back": EVIL}
"""What sites call an address to go on to."""
HEADERS = {
    "Referer": f"{EVIL}moderation?space=cohort-1",
    "X-Forwarded-Host": "evil.example",
    "Origin": EVIL.rstrip("/"),
}


@pytest.mark.walk
@pytest.mark.timeout(600)
@pytest.mark.parametrize("standing", ["moderator", "member", "anonymous"])
def test_no_answer_leads_to_where_its_asker_says_they_came_from(
    app: Flask, stage: tuple[Stage, Connection], standing: str
) -> None:
    """Signing out, voting, reporting, deciding: each goes back to a place that we know, not to one that it was told."""
    set_up, connection = stage
    led = 0
    for door in walking.doors():
        with undone(connection):
            path, client = walking.address(app, door, set_up.ids), browser(app, set_up, standing)
            answer = walking.knock(client, door, path, query_string=ASKING, headers=HEADERS)
        for name in ("Location", "HX-Redirect", "HX-Location", "Refresh"):
            to = answer.headers.get(name, "")
            led += bool(to)
            asks_to_sign_in = to.startswith(
                "/sign-in?next=/"
            )  # where to go on to is looked at when they have
            assert asks_to_sign_in or "evil" not in to, door
            assert to == "" or (to[0] == "/" and to[1:2] != "/"), door
    assert led > 20


class Trap:
    """A server that nobody has a reason to call; `calls` are those who did."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.calls: list[tuple[str, int]] = []
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.door.getsockname()[1]}"

    def _listen(self) -> None:
        while True:
            try:
                caller, address = self.door.accept()
            except OSError:
                return
            self.calls.append(address)
            caller.close()

    def close(self) -> None:
        """Call it, and wait until it has heard: connections are taken in the order in which they came."""
        with socket.create_connection(self.door.getsockname()) as ours:
            while ours.getsockname() not in self.calls:
                self.thread.join(0.01)
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        self.thread.join()


@pytest.fixture
def trap() -> Iterator[Trap]:
    made = Trap()
    yield made
    if made.thread.is_alive():
        made.close()


def test_no_address_that_people_write_is_called(world: World, client_for, say, trap: Trap) -> None:
    """There are no previews of links and no pictures by address: words, profiles and files are never followed."""
    there = trap.address
    words = f"![x]({there}/a.png) [y]({there}/b) <{there}/c> {there}/d.mp4\n\n[z]: {there}/e\n[z]"
    assert there in markup.render(words), "it would be worth following"
    topic = {"actor_id": world.bob.id, "space_id": world.cohort.id, "title": there, "text": words}
    post = forum.open_topic(**topic, key=people.key())
    say(world.bob, words)
    spaces.edit_space(actor_id=world.ann.id, space_id=world.cohort.id, name="x", purpose=there, about=words)
    profile = {"name": "Bob", "about": words, "professional_role": "other", "avatar": there, "picture": there}
    assert people.post(client_for(world.bob), "/me", profile).status_code == 303
    _attach(world, post.id, there)
    for path in (f"/topics/{post.topic_id}", "/spaces/cohort-1/chat", "/", f"/people/{world.bob.id}"):
        assert client_for(world.ann).get(path).status_code == 200
    people.post(client_for(world.bob), f"/topics/{post.topic_id}/preview", {"text": words})
    for letter in people.db.session.query(Letter):
        word(letter)

    trap.close()
    assert len(trap.calls) == 1, "our own call, which shows that it would have heard"


@people.db.command
def _attach(world: World, post_id: int, there: str) -> None:
    """A document that names another file as its part, and a picture that names one in its description."""
    relation = f'<Relationships><Relationship TargetMode="External" Target="{there}/x.dotm"/></Relationships>'
    post = people.db.get(people.Post, post_id)
    put_file(world.bob, post, "a.docx", office("docx", word___rels__document_xml_rels=relation))
    put_file(world.bob, post, "a.jpg", picture("JPEG", comment=f"{there}/x.svg".encode()))
