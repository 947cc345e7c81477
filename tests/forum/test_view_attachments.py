"""Opening a file: with the rights of its post, asked at each download, and nothing of it runs here (S16, S21)."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from cop import db, storage
from cop.models import Attachment, Person, Post
from tests.attachments import PDF, office, picture, put_file
from tests.people import World, evict

Browser = Callable[[Person | None], FlaskClient]


@db.command
def give(person: Person, post: Post, name: str, content: bytes) -> Attachment:
    return put_file(person, db.get(Post, post.id), name, content)


@pytest.fixture
def ward(bob: Person, start) -> Attachment:
    """A picture in a post of Bob's."""
    return give(bob, start(bob), "Ward “A” – plan.png", picture(size=(800, 400)))


@pytest.fixture
def plan(bob: Person, start) -> Attachment:
    return give(bob, start(bob), "Kosten März.txt", b"0123456789" * 10)


def test_a_document_is_saved_under_its_name(plan: Attachment, ann: Person, client_for: Browser) -> None:
    answer = client_for(ann).get(f"/attachments/{plan.id}", buffered=True)
    assert answer.status_code == 200
    assert answer.get_data() == b"0123456789" * 10
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Length"] == "100"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Kosten M_rz.txt\"; filename*=UTF-8''Kosten%20M%C3%A4rz.txt"
    )
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "content"), [("a.pdf", PDF), ("a.docx", office()), ("a.txt", b"<b>x</b>"), ("a.csv", b"=1")]
)
def test_nothing_but_pictures_is_shown_here(
    bob: Person, start, client_for: Browser, name: str, content: bytes
) -> None:
    row = give(bob, start(bob), name, content)
    answer = client_for(bob).get(f"/attachments/{row.id}", buffered=True)
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert "html" not in answer.headers["Content-Type"]
    assert client_for(bob).get(f"/attachments/{row.id}/thumbnail", buffered=True).status_code == 404


def test_a_picture_is_shown_and_so_is_its_thumbnail(
    ward: Attachment, ann: Person, client_for: Browser
) -> None:
    for path, media in (
        (f"/attachments/{ward.id}", "image/png"),
        (f"/attachments/{ward.id}/thumbnail", "image/webp"),
    ):
        answer = client_for(ann).get(path, buffered=True)
        assert answer.headers["Content-Type"] == media
        assert answer.headers["Content-Disposition"].startswith('inline; filename="Ward _A_ _ plan.png"; ')
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Content-Security-Policy"].endswith("sandbox")
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "Cookie" in answer.headers["Vary"]


def test_what_a_browser_has_is_not_sent_again_as_long_as_it_may_be_read(
    ward: Attachment, ann: Person, mallory: Person, client_for: Browser
) -> None:
    path = f"/attachments/{ward.id}"
    tag = client_for(ann).get(path, buffered=True).headers["ETag"]
    again = client_for(ann).get(path, headers={"If-None-Match": tag}, buffered=True)
    assert (again.status_code, again.get_data()) == (304, b"")
    stranger = client_for(mallory).get(path, headers={"If-None-Match": tag}, buffered=True)
    assert stranger.status_code == 404
    assert "ETag" not in stranger.headers


@pytest.mark.parametrize(
    ("asked", "status", "got"),
    [
        ("bytes=0-9", 206, b"0123456789"),
        ("bytes=95-", 206, b"56789"),
        ("bytes=-3", 206, b"789"),
        ("bytes=200-", 416, None),
    ],
)
def test_a_part_is_sent_to_who_asks_for_one(
    plan: Attachment,
    ann: Person,
    mallory: Person,
    client_for: Browser,
    asked: str,
    status: int,
    got: bytes | None,
) -> None:
    path, headers = f"/attachments/{plan.id}", {"Range": asked}
    answer = client_for(ann).get(path, headers=headers, buffered=True)
    assert answer.status_code == status
    if got is not None:
        assert answer.get_data() == got
        assert answer.headers["Content-Range"].endswith("/100")
    assert client_for(mallory).get(path, headers=headers, buffered=True).status_code == 404


def test_mallory_and_the_unknown_open_nothing(
    ward: Attachment, bob: Person, mallory: Person, client_for: Browser
) -> None:
    for path in (f"/attachments/{ward.id}", f"/attachments/{ward.id}/thumbnail"):
        there, nowhere = (
            client_for(mallory).get(each, buffered=True)
            for each in (path, path.replace(str(ward.id), "999999"))
        )
        assert there.status_code == nowhere.status_code == 404
        assert "Ward" not in there.get_data(as_text=True) + str(there.headers)
        assert client_for(None).get(path).headers["Location"].startswith("/sign-in?")
        assert client_for(bob).get(path, buffered=True).status_code == 200, "the control"


@pytest.mark.parametrize(("verb", "open_to"), [("hide", {"ann", "bob"}), ("remove", set())])
def test_what_is_taken_from_readers_takes_its_files_at_once(
    world: World, ward: Attachment, client_for: Browser, change, verb: str, open_to: set[str]
) -> None:
    nora = _join(world)
    readers = {"ann": world.ann, "bob": world.bob, "nora": nora}
    browsers = {name: client_for(person) for name, person in readers.items()}
    paths = [f"/attachments/{ward.id}", f"/attachments/{ward.id}/thumbnail"]

    def opened() -> set[str]:
        return {
            name
            for name, browser in browsers.items()
            if all(browser.get(path, buffered=True).status_code == 200 for path in paths)
        }

    assert opened() == set(readers), "the control"
    change(db.session.get(Post, ward.post_id), verb)
    assert opened() == open_to


def _join(world: World) -> Person:
    from tests.people import newcomer

    return newcomer("nora", world.cohort)


def test_who_leaves_the_space_opens_nothing_from_then_on(
    world: World, ward: Attachment, client_for: Browser
) -> None:
    nora = _join(world)
    browser, path = client_for(nora), f"/attachments/{ward.id}"
    assert browser.get(path, buffered=True).status_code == 200
    evict(nora, world.cohort)
    for headers in ({}, {"Range": "bytes=0-1"}, {"If-None-Match": f'"{ward.digest}"'}):
        assert browser.get(path, headers=headers, buffered=True).status_code == 404


def test_bytes_that_are_not_there_are_not_found(ward: Attachment, ann: Person, client_for: Browser) -> None:
    storage.store().remove(ward.stored)
    assert client_for(ann).get(f"/attachments/{ward.id}", buffered=True).status_code == 404


def test_a_post_shows_its_files_to_all_alike(
    ward: Attachment, bob: Person, ann: Person, read: Callable[..., str]
) -> None:
    post = db.session.get(Post, ward.post_id)
    pages = [read(person, f"/topics/{post.topic_id}") for person in (bob, ann)]
    for page in pages:
        assert f'href="/attachments/{ward.id}"' in page
        assert 'width="640"' in page
        assert 'alt="Picture without a description, Ward “A” – plan.png"' in page
    lists = [page.partition('<ul class="cop-files"')[2].partition("</ul>")[0] for page in pages]
    assert lists[0] == lists[1]


def test_a_page_costs_the_same_for_any_number_of_files_once_they_were_shown(
    bob: Person, ann: Person, start, reply, read: Callable[..., str], count_queries, client_for: Browser
) -> None:
    topic_id = start(bob).topic_id
    path = f"/topics/{topic_id}"
    replies = [reply(bob, topic_id) for _ in range(3)]
    browser = client_for(ann)
    counts = []
    for number in (0, 1, 3):
        for each in replies[:number]:
            give(bob, each, "a.txt", b"x")
        browser.get(path, buffered=True)
        with count_queries() as queries:
            assert browser.get(path, buffered=True).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert counts[1] <= 8


def test_readers_are_sent_a_post_with_its_files(
    world: World, bob: Person, ann: Person, start, listen
) -> None:
    from cop.forum import commands
    from tests.attachments import attach
    from tests.people import key

    topic_id = start(bob).topic_id
    hear = listen(ann)
    row = attach(bob, world.cohort, "Plan.txt", b"x")
    commands.post_reply(actor_id=bob.id, topic_id=topic_id, text="Here", key=key(), files={row.id: ""})
    assert f"/attachments/{row.id}" in hear("topic:changed")[-1]["html"]


def test_the_queue_shows_a_moderator_what_is_attached(
    world: World, bob: Person, ann: Person, read: Callable[..., str]
) -> None:
    from cop.forum import commands
    from cop.models import Policy
    from tests.attachments import attach
    from tests.people import key, set_policy

    set_policy(world.cohort, Policy.ALL_HELD)
    row = attach(bob, world.cohort, "Plan.txt", b"x")
    commands.open_topic(
        actor_id=bob.id, space_id=world.cohort.id, title="x", text="y", key=key(), files={row.id: ""}
    )
    assert f'href="/attachments/{row.id}"' in read(ann, "/moderation")
