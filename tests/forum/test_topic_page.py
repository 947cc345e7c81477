"""The page of a topic."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from cop import db
from cop.forum import commands
from cop.models import Person, Policy, Post, RoleName
from tests.people import World, newcomer, post, set_policy

Write = Callable[..., Post]
Read = Callable[..., str]
Browser = Callable[[Person | None], FlaskClient]
CANARY = "canaryword"


def articles(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article[^>]* id="post-(\d+)"', page)]


def test_it_shows_posts_with_who_wrote_them(
    bob: Person, ann: Person, start: Write, reply: Write, read: Read
) -> None:
    topic_id = start(bob, "Costing a trial", "How do you do it?").topic_id
    reply(ann, topic_id, "With **care**.")
    page = read(bob, f"/topics/{topic_id}")
    assert "Costing a trial" in page
    assert "<strong>care</strong>" in page
    assert "R&amp;D manager, Invented Trust" in page
    assert "3 people will be able to read this." in page, "Ann, Bob and the programme's staff"


def test_mallory_finds_nothing(
    bob: Person, mallory: Person, start: Write, read: Read, client_for: Browser
) -> None:
    topic_id = start(bob).topic_id
    read(bob, f"/topics/{topic_id}")
    theirs, nobodys = read(mallory, f"/topics/{topic_id}", 404), read(mallory, "/topics/999999999999", 404)
    assert mask(theirs) == mask(nobodys), "there is no telling one from the other"
    read(bob, "/topics/99999999999999999999999999", 404)
    assert client_for(None).get(f"/topics/{topic_id}").status_code == 303


def mask(page: str) -> str:
    """A page without what differs from one request to the next."""
    return re.sub(r'(nonce|content|value)="[^"]*"|[0-9a-f]{16}', "", page)


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "NaN", "9" * 30, "1&page=2", "", "²"])
def test_a_page_is_a_number(bob: Person, start: Write, read: Read, page: str) -> None:
    topic_id = start(bob).topic_id
    read(bob, f"/topics/{topic_id}?page={page}", 400)
    read(bob, f"/topics/{topic_id}?page=2", 404)
    read(bob, f"/topics/{topic_id}?page=1")


@pytest.mark.parametrize("posts", [1, 60])
def test_it_needs_six_queries_whatever_its_length(
    posts: int,
    world: World,
    bob: Person,
    ann: Person,
    start: Write,
    reply: Write,
    client_for: Browser,
    count_queries,
) -> None:
    topic_id = start(bob).topic_id
    for number in range(posts - 1):
        reply(newcomer(f"n{number}", world.cohort), topic_id)
    client = client_for(ann)
    client.get("/spaces/cohort-1", buffered=True)
    for page in range(1, posts // 20 + 2 if posts == 1 else 4):
        with count_queries() as queries:
            answer = client.get(f"/topics/{topic_id}?page={page}")
            text = answer.get_data(as_text=True)
        assert len(articles(text)) == min(posts, 20)
        assert len(queries) <= 6, "\n\n".join(queries)
        answer.close()


def test_pages_are_of_twenty_by_position(
    bob: Person, ann: Person, start: Write, reply: Write, read: Read, change
) -> None:
    first = start(bob)
    posts = [first, *(reply(ann if number % 2 else bob, first.topic_id) for number in range(19))]
    posts.append(reply(newcomer_of(first), first.topic_id))
    change(posts[4], "remove")
    pages = [articles(read(bob, f"/topics/{first.topic_id}?page={page}")) for page in (1, 2)]
    assert pages == [[each.id for each in posts[:20]], [posts[20].id]], "a tombstone keeps its place"


def newcomer_of(first: Post) -> Person:
    return newcomer("nora", first.topic.space)


def test_held_posts_are_for_their_author_and_the_moderators(
    world: World, bob: Person, ann: Person, start: Write, reply: Write, read: Read
) -> None:
    topic_id = start(bob).topic_id
    set_policy(world.cohort, Policy.FIRST_HELD)
    nora, olga = newcomer("nora", world.cohort), newcomer("olga", world.cohort)
    held = reply(nora, topic_id, CANARY)
    for person in (nora, ann):
        page = read(person, f"/topics/{topic_id}")
        assert CANARY in page
        assert "Waiting for a moderator" in page
    for person in (bob, olga, world.staff):
        page = read(person, f"/topics/{topic_id}")
        assert CANARY not in page
        assert f"post-{held.id}" not in page
    assert "Nora" not in read(bob, "/spaces/cohort-1")
    assert "0 replies" in read(bob, "/spaces/cohort-1")


def test_what_waits_stands_on_the_last_page_alone(
    world: World, bob: Person, ann: Person, start: Write, reply: Write, read: Read, change
) -> None:
    first = start(bob)
    for number in range(20):
        reply(ann if number % 2 else bob, first.topic_id, f"Reply {number}") if number < 19 else None
    last = reply(newcomer_of(first), first.topic_id)
    set_policy(world.cohort, Policy.ALL_HELD)
    held = reply(bob, first.topic_id, CANARY)
    assert held.id not in articles(read(bob, f"/topics/{first.topic_id}"))
    assert articles(read(bob, f"/topics/{first.topic_id}?page=2")) == [last.id, held.id]


def test_a_tombstone_has_no_words_even_for_moderators(
    ann: Person, bob: Person, start: Write, reply: Write, read: Read, change
) -> None:
    topic_id = start(ann).topic_id
    hidden, removed = reply(bob, topic_id, CANARY), reply(bob, topic_id, CANARY)
    assert read(ann, f"/topics/{topic_id}").count(CANARY) == 2
    change(hidden, "hide")
    change(removed, "remove")
    for person in (ann, bob):
        page = read(person, f"/topics/{topic_id}")
        assert CANARY not in page
        assert "Hidden by a moderator" in page
        assert "Removed by its author" in page


def test_fragments_are_the_same_for_every_viewer(
    ann: Person, bob: Person, start: Write, reply: Write, read: Read
) -> None:
    topic_id = start(ann).topic_id
    reply(bob, topic_id)
    pages = [
        re.findall(r"<article.*?</article>", read(person, f"/topics/{topic_id}"), re.DOTALL)
        for person in (ann, bob)
    ]
    assert pages[0] == pages[1]
    assert len(pages[0]) == 2
    assert not re.search("csrf|<form", "".join(pages[0]))


def test_a_declined_one_shows_the_reason_to_its_author(
    world: World, ann: Person, bob: Person, start: Write, reply: Write, read: Read
) -> None:
    from cop.models import Decision, Verdict

    topic_id = start(bob).topic_id
    set_policy(world.cohort, Policy.ALL_HELD)
    held = reply(bob, topic_id, CANARY)

    @db.command
    def decline() -> None:
        db.get(Post, held.id).decline()
        about = {"space_id": world.cohort.id, "actor_id": ann.id, "post_id": held.id}
        Decision.log(Verdict.DECLINE, **about, reason="Names a patient.")

    decline()
    assert "Names a patient." in read(bob, f"/topics/{topic_id}")
    assert CANARY not in read(world.staff, f"/topics/{topic_id}")


def test_it_goes_to_the_first_unread(
    bob: Person, ann: Person, start: Write, reply: Write, read: Read, client_for: Browser
) -> None:
    first = start(ann)
    for _ in range(19):
        reply(ann, first.topic_id)
    assert "New since you were here" not in read(bob, f"/topics/{first.topic_id}"), "all of it is new"
    new = [reply(newcomer_of(first), first.topic_id), reply(bob, first.topic_id)]
    client = client_for(bob)
    address = client.get(f"/topics/{first.topic_id}?page=unread").headers["Location"]
    assert address == f"/topics/{first.topic_id}?page=2#first-unread"
    page = client.get(address, buffered=True).get_data(as_text=True)
    divider = page.index("New since you were here")
    assert divider < page.index(f'id="post-{new[0].id}"')
    assert 'id="first-unread"' in page
    assert client.get(f"/topics/{first.topic_id}?page=unread").headers["Location"].endswith("#newest"), (
        "all is read now"
    )
    assert client.get(f"/topics/{first.topic_id}?page=last").headers["Location"].endswith("page=2#newest")


def test_a_page_that_was_looked_at_is_read(
    bob: Person, ann: Person, start: Write, reply: Write, read: Read, client_for: Browser
) -> None:
    topic_id = start(ann).topic_id
    assert "cop-topic--unread" in read(bob, "/spaces/cohort-1")
    read(bob, f"/topics/{topic_id}")
    assert "cop-topic--unread" not in read(bob, "/spaces/cohort-1")
    reply(ann, topic_id)
    answer = post(client_for(bob), f"/topics/{topic_id}/reading", {"position": 2})
    assert answer.status_code == 204
    assert "cop-topic--unread" not in read(bob, "/spaces/cohort-1")
    assert post(client_for(bob), f"/topics/{topic_id}/reading", {"position": "-1"}).status_code == 400


def test_it_quotes_what_may_be_read(bob: Person, ann: Person, start: Write, reply: Write, read: Read) -> None:
    topic_id = start(ann).topic_id
    quoted = reply(ann, topic_id, "Two\nlines")
    page = read(bob, f"/topics/{topic_id}?quote={quoted.id}")
    assert f"[Ann wrote](/posts/{quoted.id}):\n\n&gt; Two\n&gt; lines" in page


@pytest.mark.parametrize("verb", ["hide", "remove", "decline", "hold"])
def test_it_quotes_nothing_that_is_gone(
    ann: Person, bob: Person, start: Write, reply: Write, read: Read, change, verb: str
) -> None:
    topic_id = start(ann).topic_id
    gone = reply(bob, topic_id, CANARY)
    assert CANARY in read(ann, f"/topics/{topic_id}?quote={gone.id}")
    change(gone, verb)
    for person in (ann, bob):
        assert CANARY not in read(person, f"/topics/{topic_id}?quote={gone.id}", 404)


def test_it_quotes_nothing_from_elsewhere(
    world: World, bob: Person, mallory: Person, start: Write, read: Read
) -> None:
    here, sets, theirs = (
        start(bob),
        start(bob, text=CANARY, space=world.set_a),
        start(mallory, text=CANARY, space=world.other),
    )
    for elsewhere in (sets, theirs):
        assert CANARY not in read(bob, f"/topics/{here.topic_id}?quote={elsewhere.id}", 404)
    assert CANARY in read(bob, f"/topics/{sets.topic_id}?quote={sets.id}")
    read(bob, f"/topics/{here.topic_id}?quote=x", 400)


def test_who_may_not_write_is_told_why(
    world: World, ann: Person, bob: Person, start: Write, read: Read, set_roles
) -> None:
    topic_id = start(ann).topic_id
    watcher = newcomer("nora", world.cohort)
    set_roles(watcher, world.cohort, RoleName.OBSERVER)
    for person in (watcher, world.staff):
        page = read(person, f"/topics/{topic_id}")
        assert "not write in it" in page
        assert "<textarea" not in page
    commands.lock_topic(actor_id=ann.id, topic_id=topic_id)
    assert "This topic is locked" in read(bob, f"/topics/{topic_id}")
    assert "Only moderators can reply" in read(ann, f"/topics/{topic_id}")


def test_moderators_have_their_buttons(ann: Person, bob: Person, start: Write, read: Read) -> None:
    topic_id = start(bob).topic_id
    assert f'formaction="/topics/{topic_id}/lock"' in read(ann, f"/topics/{topic_id}")
    assert not re.search('formaction="/topics/[0-9]+/(lock|pin)', read(bob, f"/topics/{topic_id}"))


def test_a_topic_that_waits_is_its_authors_and_the_moderators(
    world: World, ann: Person, bob: Person, start: Write, read: Read, change
) -> None:
    set_policy(world.cohort, Policy.FIRST_HELD)
    nora = newcomer("nora", world.cohort)
    held = start(nora, CANARY, "Words")
    for person in (nora, ann):
        assert "Waiting for a moderator" in read(person, f"/topics/{held.topic_id}")
    read(bob, f"/topics/{held.topic_id}", 404)
    assert CANARY in read(nora, "/spaces/cohort-1")
    assert CANARY not in read(bob, "/spaces/cohort-1")
    change(held, "decline")
    for person in (nora, ann):
        assert "Words" in read(person, f"/topics/{held.topic_id}")
