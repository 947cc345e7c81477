"""The forum tab of a space."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from cop import db
from cop.forum import commands
from cop.models import Person, Policy, Post, RoleName, Space, SpaceKind
from cop.policy import audiences
from tests.people import World, join, newcomer, post, set_policy

Write = Callable[..., Post]
Read = Callable[..., str]
Browser = Callable[[Person | None], FlaskClient]


def topics(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li[^>]* id="topic-(\d+)"', page)]


def test_pinned_first_then_by_activity(
    ann: Person, bob: Person, start: Write, reply: Write, read: Read
) -> None:
    one, two, three = (start(bob, title).topic_id for title in ("One", "Two", "Three"))
    commands.pin_topic(actor_id=ann.id, topic_id=two)
    reply(ann, one)
    page = read(bob, "/spaces/cohort-1")
    assert topics(page) == [two, one, three]
    assert "Bob, Invented Trust · last by Ann, Invented Trust" in re.sub(r"\s+", " ", page)
    assert "1 reply" in page


def test_mallory_finds_no_space(mallory: Person, bob: Person, read: Read, client_for: Browser) -> None:
    read(bob, "/spaces/cohort-1")
    read(mallory, "/spaces/cohort-1", 404)
    assert post(client_for(mallory), "/spaces/cohort-1/reading", {"upto": 1}).status_code == 404
    assert client_for(None).get("/spaces/cohort-1").status_code == 303


def test_pages_stay_put_while_people_write(
    bob: Person, ann: Person, world: World, start: Write, reply: Write, read: Read
) -> None:
    writers = [newcomer(f"n{number}", world.cohort) for number in range(5)]
    made = [start(writers[number % 5], f"Topic {number}").topic_id for number in range(45)]
    commands.pin_topic(actor_id=ann.id, topic_id=made[0])
    first = read(bob, "/spaces/cohort-1")
    assert topics(first) == [made[0], *reversed(made[26:])]
    older = link(first, "next")
    reply(ann, made[10])
    second = read(bob, older)
    assert topics(second) == [each for each in reversed(made[5:26]) if each != made[10]], (
        "none twice, none lost"
    )
    third = read(bob, link(second, "next"))
    assert topics(third) == list(reversed(made[1:5]))
    assert 'rel="next"' not in third
    assert topics(read(bob, link(third, "prev"))) == topics(second)


def link(page: str, relation: str) -> str:
    found = re.search(rf'rel="{relation}"\s+href="([^"]+)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def test_newer_ends_at_the_forum_itself(bob: Person, start: Write, client_for: Browser) -> None:
    start(bob)
    answer = client_for(bob).get("/spaces/cohort-1?after=0.0.0")
    assert answer.headers["Location"] == "/spaces/cohort-1"


@pytest.mark.parametrize(
    "query",
    [
        "before=x",
        "before=1.2",
        "before=1.2.-3",
        "before=1.2." + "9" * 40,
        "before=0.1.2&before=0.1.2",
        "before=0.1.2&after=0.1.2",
        "after=",
        "before=².1.1",
    ],
)
def test_it_takes_only_places_that_it_gave(bob: Person, read: Read, query: str) -> None:
    read(bob, f"/spaces/cohort-1?{query}", 400)
    read(bob, "/spaces/cohort-1?before=0.1.2")


@pytest.mark.parametrize("number", [0, 1, 30])
def test_it_needs_five_queries_and_two_more_where_nobody_knows_yet_who_reads_it(
    number: int, world: World, bob: Person, ann: Person, start: Write, client_for: Browser, count_queries
) -> None:
    for each in range(number):
        start(newcomer(f"n{each}", world.cohort), f"Topic {each}")
    client = client_for(bob)
    client.get("/spaces/network", buffered=True)
    audiences._kept.clear()
    for exact in (7, 5):
        with count_queries() as queries:
            text = client.get("/spaces/cohort-1").get_data(as_text=True)
        assert len(topics(text)) == min(number, 20)
        assert len(queries) == exact, "\n\n".join(queries)


def test_mine_that_wait_are_marked(world: World, bob: Person, ann: Person, start: Write, read: Read) -> None:
    set_policy(world.cohort, Policy.FIRST_HELD)
    nora = newcomer("nora", world.cohort)
    held = start(nora, "May I ask?")
    page = read(nora, "/spaces/cohort-1")
    assert topics(page) == [held.topic_id]
    assert "Waiting for a moderator" in page
    assert topics(read(bob, "/spaces/cohort-1")) == []
    assert "Start the first topic" in read(bob, "/spaces/cohort-1")


def test_a_last_line_names_nobody_who_is_not_to_be_read(
    bob: Person, ann: Person, world: World, start: Write, reply: Write, read: Read, change
) -> None:
    first = start(bob)
    nora = newcomer("nora", world.cohort)
    shown = reply(nora, first.topic_id)
    assert "last by Nora" in read(bob, "/spaces/cohort-1")
    for verb in ("hide", "release", "remove"):
        change(shown, verb)
        assert ("last by Nora" in read(bob, "/spaces/cohort-1")) == (verb == "release")


def test_all_can_be_marked_as_read(
    bob: Person, ann: Person, start: Write, read: Read, client_for: Browser
) -> None:
    start(ann)
    page = read(bob, "/spaces/cohort-1")
    upto = re.search(r'name="upto" value="(\d+)"', page)
    assert upto
    answer = post(client_for(bob), "/spaces/cohort-1/reading", {"upto": upto[1]})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/spaces/cohort-1")
    page = read(bob, "/spaces/cohort-1")
    assert "cop-topic--unread" not in page
    assert "Mark all as read" not in page
    assert post(client_for(bob), "/spaces/cohort-1/reading", {"upto": "x"}).status_code == 400


def test_who_may_not_write_has_no_button(world: World, bob: Person, read: Read, set_roles) -> None:
    assert "Start a topic" in read(bob, "/spaces/cohort-1")
    watcher = newcomer("nora", world.cohort)
    set_roles(watcher, world.cohort, RoleName.OBSERVER)
    for person in (watcher, world.staff):
        page = read(person, "/spaces/cohort-1")
        assert "/topics/new" not in page
        assert "not write in it" in page


def test_a_conversation_has_no_forum(bob: Person, read: Read, client_for: Browser) -> None:
    @db.command
    def begin() -> None:
        space = Space(slug="bob-ann", kind=SpaceKind.DIRECT, name="Bob, Ann")
        db.session.add(space)
        db.session.flush()
        join(bob, space)

    begin()
    assert client_for(bob).get("/spaces/bob-ann").headers["Location"] == "/spaces/bob-ann/chat"
    read(bob, "/spaces/bob-ann/topics/new", 404)
    assert (
        post(
            client_for(bob), "/spaces/bob-ann/topics/new", {"title": "x", "text": "y", "key": "k" * 32}
        ).status_code
        == 404
    )


@pytest.mark.parametrize("slug", ["cohort-1%00", "%00", "cohort-1%FF", "cohort-1'--", "x" * 3000])
def test_no_word_in_an_address_is_a_fault(bob: Person, read: Read, slug: str) -> None:
    read(bob, f"/spaces/{slug}", 400 if "%00" in slug else 404)
