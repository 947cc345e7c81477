"""Files in the form of a post where no script runs: they come with it, and a refusal keeps them and the text."""

import errno
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from cop import db, jobs, storage
from cop.errors import Full
from cop.forum.commands.binding import MOST_FILES
from cop.models import Attachment, Person, Post
from tests import people
from tests.attachments import attach, picture
from tests.people import World, key

Browser = Callable[[Person | None], FlaskClient]


def send(client: FlaskClient, path: str, *files: tuple[str, bytes], **form: Any) -> Any:
    """The form as a browser without a script sends it; without files their field is there, and empty."""
    brought = [FileStorage(io.BytesIO(content), name) for name, content in files or (("", b""),)]
    data = {"csrf_token": people.csrf_token(client), "title": "Plan", "text": "Kept words", "key": key()}
    boundary, body = encode_multipart(data | form | {"file": brought})
    return client.post(
        path, data=body, content_type=f"multipart/form-data; boundary={boundary}", buffered=True
    )


def rows() -> list[Attachment]:
    return list(db.session.scalars(sa.select(Attachment).order_by(Attachment.place)))


def counted(post: Post) -> tuple[int, int]:
    """Its version, and how many files it has."""
    return db.session.execute(sa.select(Post.version, Post.attached).where(Post.id == post.id)).one()


def names_in(page: str) -> list[str]:
    return re.findall(r'class="cop-attached__name">([^<]+)<', page)


def test_the_form_says_what_a_document_keeps(client_for: Browser, bob: Person) -> None:
    page = client_for(bob).get("/spaces/cohort-1/topics/new", buffered=True).get_data(as_text=True)
    hint = page.partition('id="file-hint"')[2].partition("</div>")[0]
    assert "a document keeps what its program wrote into it, such as its author" in hint


def test_a_topic_and_a_reply_bring_their_files(world: World, bob: Person, client_for: Browser) -> None:
    client = client_for(bob)
    page = client.get("/spaces/cohort-1/topics/new", buffered=True).get_data(as_text=True)
    assert 'enctype="multipart/form-data"' in page
    assert re.search(r'type="file"\s+name="file"\s+multiple', page)
    opened = send(client, "/spaces/cohort-1/topics/new", ("a.txt", b"one"), ("b.png", picture()))
    assert opened.status_code == 303
    assert [(row.name, row.place) for row in rows()] == [("a.txt", 0), ("b.png", 1)]
    shown = client.get(opened.headers["Location"], buffered=True).get_data(as_text=True)
    assert shown.count('class="cop-file ') == 2
    topic_id = db.session.scalar(sa.select(Post.topic_id))
    assert send(client, f"/topics/{topic_id}/posts", ("c.csv", b"x;y")).status_code == 303
    assert len(rows()) == 3


def test_a_form_that_is_sent_twice_is_one_post_with_one_file(
    world: World, bob: Person, client_for: Browser, start
) -> None:
    client, path = client_for(bob), f"/topics/{start(bob).topic_id}/posts"
    same = key()
    answers = [send(client, path, ("a.txt", b"one"), key=same) for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(rows()) == 1


def test_a_refusal_keeps_text_and_files(world: World, bob: Person, client_for: Browser) -> None:
    client, path = client_for(bob), "/spaces/cohort-1/topics/new"
    refused = send(client, path, ("a.png", picture()), title="")
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Kept words" in page
    assert names_in(page) == ["a.png"]
    row = rows()[0]
    again = send(client, path, attachment=str(row.id), **{f"description-{row.id}": "The ward"})
    assert again.status_code == 303
    assert [(each.name, each.description) for each in rows()] == [("a.png", "The ward")]
    assert rows()[0].post_id


def test_what_is_unticked_is_left_out(world: World, bob: Person, client_for: Browser, start) -> None:
    row = attach(bob, world.cohort)
    answer = send(client_for(bob), f"/topics/{start(bob).topic_id}/posts")
    assert answer.status_code == 303
    assert db.get(Attachment, row.id).post_id is None


def test_a_file_that_is_refused_is_named_beside_the_field_and_the_others_stay(
    world: World, bob: Person, client_for: Browser, start
) -> None:
    path = f"/topics/{start(bob).topic_id}/posts"
    answer = send(client_for(bob), path, ("a.txt", b"one"), ("bad.pdf", b"no pdf"), ("c.txt", b"three"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Kept words" in page
    assert re.search(r'id="file-error"[^>]*>.*“bad.pdf” is called .pdf, but', page, re.DOTALL)
    assert names_in(page) == ["a.txt"]
    assert "text-error" not in page


def test_with_a_script_a_refusal_brings_the_composer_with_its_files(
    world: World, bob: Person, client_for: Browser, start
) -> None:
    row, topic_id = attach(bob, world.cohort, "a.png", picture()), start(bob).topic_id
    form = {"text": "", "key": key(), "attachment": str(row.id), f"description-{row.id}": "Typed <words>"}
    answer = people.post(client_for(bob), f"/topics/{topic_id}/posts", form, headers={"HX-Request": "true"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert names_in(page) == ["a.png"]
    assert 'value="Typed &lt;words&gt;"' in page


@pytest.mark.parametrize("path", ["/spaces/cohort-1/topics/new", "/topics/{}/posts"])
def test_a_full_disk_loses_no_text(
    world: World, bob: Person, client_for: Browser, start, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def full(*_: object) -> None:
        raise Full

    address = path.format(start(bob).topic_id)
    monkeypatch.setattr(storage.store(), "put", full)
    answer = send(client_for(bob), address, ("a.txt", b"one"))
    assert answer.status_code == 507
    assert "Kept words" in answer.get_data(as_text=True)
    assert "no room for files" in answer.get_data(as_text=True)
    assert not rows()
    assert send(client_for(bob), address).status_code == 303, "without the file it is posted"


@pytest.mark.logs_errors
def test_a_form_that_fills_the_disk_is_told_to_go_back(
    world: World, bob: Person, client_for: Browser, start, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.BytesIO):
        def __init__(self, **_: object) -> None:
            super().__init__()

        def write(self, _data: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    path = f"/topics/{start(bob).topic_id}/posts"
    with monkeypatch.context() as full:
        full.setattr("werkzeug.formparser.SpooledTemporaryFile", Full)
        answer = send(client_for(bob), path, ("a.txt", b"one"))
    assert answer.status_code == 507
    assert "your text is still there" in answer.get_data(as_text=True)
    assert not rows()
    with monkeypatch.context() as full:
        full.setattr("cop.forum.views.attaching.NamedTemporaryFile", _no_room)
        answer = send(client_for(bob), path, ("a.txt", b"one"))
    assert answer.status_code == 507
    assert "Kept words" in answer.get_data(as_text=True)
    assert send(client_for(bob), path, ("a.txt", b"one")).status_code == 303


def _no_room(**_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_form_that_is_too_long_is_told_to_go_back(
    world: World, bob: Person, client_for: Browser, start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cop.forum.views.attaching.MB", 1_000)
    path, most = f"/topics/{start(bob).topic_id}/posts", 512 * 1024 + 2_000 * jobs.settings().attachment_mb
    assert send(client_for(bob), path, ("a.txt", b"x" * 40_000)).status_code == 303
    answer = send(client_for(bob), path, ("a.txt", b"x" * most))
    assert answer.status_code == 413
    assert "your text is still there" in answer.get_data(as_text=True)


def test_no_other_form_is_let_be_so_long(
    app: Flask, world: World, bob: Person, client_for: Browser, start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 50_000)
    large, post = ("a.txt", b"x" * 60_000), start(bob)
    assert send(client_for(bob), f"/topics/{post.topic_id}/preview", large).status_code == 413
    assert send(client_for(None), f"/topics/{post.topic_id}/posts", large).status_code == 413
    assert send(client_for(bob), f"/topics/{post.topic_id}/posts", large).status_code == 303, "the control"


def test_so_many_files_and_no_more(world: World, bob: Person, client_for: Browser, start) -> None:
    path = f"/topics/{start(bob).topic_id}/posts"
    files = [(f"{number}.txt", b"x") for number in range(MOST_FILES + 1)]
    answer = send(client_for(bob), path, *files)
    assert answer.status_code == 422
    assert f"at most {MOST_FILES} files" in answer.get_data(as_text=True)
    assert not rows()


def test_others_files_are_not_taken(
    world: World, bob: Person, mallory: Person, client_for: Browser, start
) -> None:
    row, topic_id = attach(mallory, world.other, "canary.txt"), start(bob).topic_id
    answer = send(client_for(bob), f"/topics/{topic_id}/posts", attachment=str(row.id))
    assert answer.status_code == 422
    assert "canary" not in answer.get_data(as_text=True)
    assert send(client_for(bob), f"/topics/{topic_id}/posts", attachment="x").status_code == 400


def test_an_edit_adds_files_behind_those_there_are(world: World, bob: Person, client_for: Browser) -> None:
    client = client_for(bob)
    send(client, "/spaces/cohort-1/topics/new", ("a.txt", b"one"), ("b.txt", b"two"))
    post = db.session.scalars(sa.select(Post)).one()
    path, same = f"/posts/{post.id}/edit", key()
    assert 'enctype="multipart/form-data"' in client.get(path, buffered=True).get_data(as_text=True)
    for version in (1, 1):  # the second is a repeat, and harmless
        assert send(client, path, ("c.txt", b"three"), version=version, key=same).status_code == 303
    assert [row.name for row in rows()] == ["a.txt", "b.txt", "c.txt"]
    assert counted(post) == (2, 3)
    stale = send(client, path, ("d.txt", b"four"), version=1)
    assert stale.status_code == 409
    assert "d.txt" in names_in(stale.get_data(as_text=True))
    assert len([row for row in rows() if row.post_id]) == 3


def test_an_edit_adds_no_more_than_a_post_takes(world: World, bob: Person, client_for: Browser) -> None:
    client = client_for(bob)
    sent = [(f"{number}.txt", str(number).encode()) for number in range(MOST_FILES - 1)]
    send(client, "/spaces/cohort-1/topics/new", *sent)
    post = db.session.scalars(sa.select(Post)).one()
    path = f"/posts/{post.id}/edit"
    refused = send(client, path, ("x.txt", b"x"), ("y.txt", b"y"), version=1, text="Said otherwise")
    assert refused.status_code == 422
    assert "Said otherwise" in refused.get_data(as_text=True)
    assert counted(post) == (1, MOST_FILES - 1)
    assert send(client, path, ("x.txt", b"x"), version=1, text="Said otherwise").status_code == 303
    assert counted(post) == (2, MOST_FILES)
