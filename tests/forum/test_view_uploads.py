"""Sending a file in pieces: it goes on where it was cut off, and a refusal says why and loses nothing (F19)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cop import db, jobs, storage
from cop.errors import Full, Unreachable
from cop.forum import commands
from cop.models import Attachment, Person, RoleName
from tests import people
from tests.attachments import attach, picture
from tests.people import World, key, newcomer

Browser = Callable[[Person | None], FlaskClient]
PLAN = bytes(range(65, 91)) * 40


@pytest.fixture(autouse=True)
def _afresh(world: World) -> None:
    for path in storage.incoming().folder.glob("*"):
        path.unlink()


def piece(
    client: FlaskClient,
    upload: str,
    content: bytes,
    *,
    offset: int = 0,
    total: int = len(PLAN),
    name: str = "Plan.txt",
    claimed: int | None = None,
    **headers: str,
) -> Any:
    sent = {
        "Upload-Offset": str(offset),
        "Upload-Length": str(total),
        "Upload-Name": quote(name),
        "X-CSRFToken": people.csrf_token(client),
        "Content-Type": "application/octet-stream",
    }
    path = f"/spaces/cohort-1/uploads/{upload}"
    more = {} if claimed is None else {"CONTENT_LENGTH": str(claimed)}
    return client.post(path, data=content, headers=sent | headers, environ_overrides=more, buffered=True)


def rows() -> list[Attachment]:
    return list(db.session.scalars(sa.select(Attachment)))


def test_a_file_comes_in_pieces(world: World, bob: Person, client_for: Browser) -> None:
    client, upload = client_for(bob), key()
    assert client.get(f"/spaces/cohort-1/uploads/{upload}").get_json() == {"offset": 0}
    first = piece(client, upload, PLAN[:500])
    assert (first.status_code, first.get_json()) == (200, {"offset": 500})
    assert client.get(f"/spaces/cohort-1/uploads/{upload}").get_json() == {"offset": 500}
    assert not rows(), "no row speaks of a file that is not whole"
    last = piece(client, upload, PLAN[500:], offset=500, name="Plan für März.txt").get_json()
    row = rows()[0]
    assert last["id"] == row.id
    assert "Plan für März.txt" in last["html"]
    assert f'name="attachment" value="{row.id}"' in last["html"]
    assert "token" not in last["html"]
    with storage.store().open(row.stored) as file:
        assert file.read() == PLAN
    assert storage.incoming().total(bob.id) == 0


def test_whoever_missed_the_answer_is_told_again(world: World, bob: Person, client_for: Browser) -> None:
    client, upload = client_for(bob), key()
    done = piece(client, upload, PLAN).get_json()
    assert piece(client, upload, PLAN[900:], offset=900).get_json() == done
    assert client.get(f"/spaces/cohort-1/uploads/{upload}").get_json() == done
    assert len(rows()) == 1


def test_what_was_sent_to_one_space_is_not_found_below_another(
    world: World, bob: Person, client_for: Browser
) -> None:
    """Whether its sender still reads that one or does not (S7)."""
    upload, client = key(), client_for(bob)
    attach(bob, world.set_a, "private.txt", key=upload)
    assert client.get(f"/spaces/cohort-1-set-a/uploads/{upload}").get_json()["id"] == rows()[0].id
    _is_not_found(client, upload)
    people.evict(bob, world.set_a)
    _is_not_found(client, upload)
    assert len(rows()) == 1


def _is_not_found(client: FlaskClient, upload: str) -> None:
    for answer in (client.get(f"/spaces/cohort-1/uploads/{upload}"), piece(client, upload, PLAN)):
        assert answer.status_code == 404
        assert "private" not in answer.get_data(as_text=True)


def test_a_piece_out_of_step_is_told_where_it_stands(world: World, bob: Person, client_for: Browser) -> None:
    client, upload = client_for(bob), key()
    piece(client, upload, PLAN[:500])
    for offset in (0, 400, 600):
        answer = piece(client, upload, PLAN[offset : offset + 10], offset=offset)
        assert answer.status_code == 409
        assert answer.get_json()["offset"] == 500
        assert answer.get_json()["error"]["field"] == "offset"
    assert piece(client, upload, PLAN[500:], offset=500).get_json()["id"]


def test_a_piece_that_is_cut_off_leaves_nothing(world: World, bob: Person, client_for: Browser) -> None:
    client, upload = client_for(bob), key()
    piece(client, upload, PLAN[:500])
    cut = piece(client, upload, PLAN[500:600], offset=500, claimed=400)
    assert cut.status_code == 400
    assert client.get(f"/spaces/cohort-1/uploads/{upload}").get_json() == {"offset": 500}


@pytest.mark.parametrize(
    "wrong",
    [
        {"Upload-Offset": "-1"},
        {"Upload-Offset": "x"},
        {"Upload-Length": ""},
        {"Upload-Length": "10"},
        {"Upload-Offset": "9" * 20},
    ],
)
def test_what_no_page_of_ours_sends_is_a_bad_request(
    world: World, bob: Person, client_for: Browser, wrong: dict[str, str]
) -> None:
    assert piece(client_for(bob), key(), PLAN[:20]).status_code == 200
    assert piece(client_for(bob), key(), PLAN[:20], **wrong).status_code == 400
    assert client_for(bob).get("/spaces/cohort-1/uploads/short").status_code == 400


def test_what_is_told_by_its_content_is_refused_in_words_and_dropped(
    world: World, bob: Person, client_for: Browser
) -> None:
    client, upload = client_for(bob), key()
    answer = piece(client, upload, PLAN, name="plan.png")
    assert answer.status_code == 422
    assert "not what is in it" in answer.get_json()["error"]["message"]
    assert storage.incoming().total(bob.id) == 0
    answer = piece(client, upload, PLAN[:10], name="plan.exe")
    assert answer.status_code == 422
    assert storage.incoming().total(bob.id) == 0, "by its name alone, before anything is kept"


def test_what_is_too_large_is_refused_at_its_first_piece(
    world: World, bob: Person, client_for: Browser
) -> None:
    most = jobs.settings().attachment_mb * 1_000_000
    client = client_for(bob)
    assert piece(client, key(), b"x", total=most).status_code == 200
    answer = piece(client, key(), b"x", total=most + 1)
    assert answer.status_code == 413
    assert "at most" in answer.get_json()["error"]["message"]


def test_nobody_begins_without_end(world: World, bob: Person, client_for: Browser, monkeypatch) -> None:
    monkeypatch.setattr("cop.forum.views.uploads.BEGUN_AT_MOST", 0.00005)
    client = client_for(bob)
    assert piece(client, key(), PLAN[:900]).status_code == 200
    answer = piece(client, key(), PLAN[:900])
    assert answer.status_code == 413
    assert "still on the way" in answer.get_json()["error"]["message"]


@pytest.mark.parametrize(("error", "status"), [(Full, 507), (Unreachable, 503)])
def test_where_it_cannot_be_kept_what_was_sent_waits(
    world: World, bob: Person, client_for: Browser, monkeypatch: pytest.MonkeyPatch, error: type, status: int
) -> None:
    def refuse(*_: object) -> None:
        raise error

    client, upload = client_for(bob), key()
    monkeypatch.setattr(storage.store(), "put", refuse)
    answer = piece(client, upload, PLAN)
    assert (answer.status_code, answer.get_json()["offset"]) == (status, len(PLAN))
    assert not rows()
    monkeypatch.undo()
    assert piece(client, upload, b"", offset=len(PLAN)).get_json()["id"], "not a byte is sent twice"


def test_a_post_can_be_written_while_the_disk_is_full(
    world: World, bob: Person, client_for: Browser, start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise Full

    monkeypatch.setattr(storage.incoming(), "append", full)
    assert piece(client_for(bob), key(), PLAN).status_code == 507
    topic_id = start(bob).topic_id
    sent = {"text": "Kept all the same", "key": key()}
    assert people.post(client_for(bob), f"/topics/{topic_id}/posts", sent).status_code == 303


def test_strangers_send_nothing_and_learn_nothing(
    world: World, bob: Person, ann: Person, mallory: Person, client_for: Browser, set_roles
) -> None:
    upload = key()
    piece(client_for(bob), upload, PLAN[:500])
    for path in (f"/spaces/cohort-1/uploads/{upload}", f"/spaces/no-such-space/uploads/{upload}"):
        assert client_for(mallory).get(path).status_code == 404
    assert piece(client_for(mallory), upload, PLAN[:10]).status_code == 404
    nora = newcomer("nora", world.cohort)
    set_roles(nora, world.cohort, RoleName.OBSERVER)
    assert piece(client_for(nora), upload, PLAN[:10]).status_code == 403
    assert client_for(ann).get(f"/spaces/cohort-1/uploads/{upload}").get_json() == {"offset": 0}, (
        "each their own"
    )
    assert client_for(bob).get(f"/spaces/cohort-1/uploads/{upload}").get_json() == {"offset": 500}


def test_no_piece_without_the_token(world: World, bob: Person, client_for: Browser) -> None:
    assert piece(client_for(bob), key(), PLAN[:10], **{"X-CSRFToken": "forged"}).status_code == 400
    assert storage.incoming().total(bob.id) == 0
    assert piece(client_for(bob), key(), PLAN[:10]).status_code == 200


def test_an_upload_whose_post_is_written_is_over(
    world: World, bob: Person, client_for: Browser, start
) -> None:
    client, upload, topic_id = client_for(bob), key(), start(bob).topic_id
    row_id = piece(client, upload, PLAN).get_json()["id"]
    commands.post_reply(actor_id=bob.id, topic_id=topic_id, text="x", key=key(), files={row_id: ""})
    answer = client.get(f"/spaces/cohort-1/uploads/{upload}")
    assert answer.status_code == 409
    assert "belongs to a post" in answer.get_json()["error"]["message"]


def test_a_file_is_taken_back_before_it_is_posted(
    world: World, bob: Person, ann: Person, mallory: Person, client_for: Browser
) -> None:
    row = attach(bob, world.cohort, "a.png", picture())
    path = f"/attachments/{row.id}/removal"
    assert client_for(bob).get(f"/attachments/{row.id}", buffered=True).status_code == 200
    for person in (ann, mallory):
        assert people.post(client_for(person), path).status_code == 404
        assert client_for(person).get(f"/attachments/{row.id}", buffered=True).status_code == 404
    assert people.post(client_for(bob), path).status_code == 204
    assert client_for(bob).get(f"/attachments/{row.id}", buffered=True).status_code == 404
