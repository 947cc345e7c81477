"""What somebody sees whom the guard stops: the form as it was, with one tick more; a file with a button."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.identifiers import Detector
from cop.models import Attachment, Finding, Message, Post, Review, ReviewKind
from tests.forum.test_view_uploads import piece
from tests.moderation import things
from tests.people import key, post

LIKELY, MAYBE = "seen: 999 000 1758", "DOB 01/02/1950"
TICK = 'name="confirmed"'


@pytest.fixture
def opening(world, bob):
    return things.open_topic(bob, world.cohort)


def html(response):
    return response.get_data(as_text=True)


def replies(text):
    return db.session.scalar(sa.select(sa.func.count(Post.id)).where(Post.text == text))


def test_a_reply_comes_back_with_its_words_and_a_tick(client_for, bob, opening):
    client, path, sent = client_for(bob), f"/topics/{opening.topic_id}/posts", {"text": MAYBE, "key": key()}
    assert TICK not in html(client.get(f"/topics/{opening.topic_id}")), "control"
    asked = post(client, path, sent)
    assert asked.status_code == 422
    assert MAYBE in html(asked)
    assert TICK in html(asked)
    assert "what may be a date of birth in line 1" in html(asked)
    assert replies(MAYBE) == 0
    assert post(client, path, sent | {"confirmed": "yes"}).status_code == 303
    assert replies(MAYBE) == 1


def test_what_is_likely_comes_back_without_one(client_for, bob, opening):
    path, sent = f"/topics/{opening.topic_id}/posts", {"text": LIKELY, "key": key(), "confirmed": "yes"}
    refused = post(client_for(bob), path, sent)
    assert refused.status_code == 422
    assert LIKELY in html(refused), "what was typed is kept in the page"
    assert "what looks like an NHS number" in html(refused)
    assert TICK not in html(refused)


def test_a_line_of_a_room_is_asked_about_with_and_without_a_script(world, client_for, socket_for, bob):
    said = {"space": world.cohort.slug, "key": key(), "text": MAYBE}
    socket = socket_for(bob)
    ack = socket.client.emit("message:send", said, callback=True)
    assert (ack["ok"], ack["error"]["code"]) == (False, "doubtful")
    assert socket.client.emit("message:send", said | {"confirmed": True}, callback=True)["ok"]
    client, path = client_for(bob), f"/spaces/{world.cohort.slug}/chat"
    assert TICK in html(post(client, path, {"text": MAYBE, "key": key()}))
    assert post(client, path, {"text": MAYBE, "key": key(), "confirmed": "yes"}).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count(Message.id))) == 2
    assert (
        db.session.scalar(sa.select(sa.func.count(Review.id)).where(Review.kind == ReviewKind.FINDING)) == 2
    )


def test_a_file_is_looked_through_its_name_too(client_for, bob, opening):
    client = client_for(bob)
    for name, text in (("999_000_1014.txt", b"Nothing"), ("list.csv", LIKELY.encode())):
        refused = piece(client, key(), text, total=len(text), name=name)
        assert (refused.status_code, refused.get_json()["error"]["code"]) == (422, "invalid"), name
    assert db.session.scalar(sa.select(sa.func.count(Attachment.id))) == 0


def test_what_may_be_a_patients_in_a_file_waits_for_its_senders_word(client_for, bob, opening):
    client, upload, text = client_for(bob), key(), f"a,b\n{MAYBE},c\n".encode()
    asked = piece(client, upload, text, total=len(text), name="list.csv")
    assert asked.get_json()["error"]["code"] == "doubtful"
    assert "“list.csv” has what may be a date of birth in line 2" in asked.get_json()["error"]["message"]
    kept = piece(
        client, upload, b"", offset=len(text), total=len(text), name="list.csv", **{"Upload-Confirmed": "yes"}
    )
    file_id = kept.get_json()["id"]
    sent = {"text": "With a list", "key": key(), "attachment": str(file_id)}
    assert post(client, f"/topics/{opening.topic_id}/posts", sent).status_code == 303
    (finding,) = db.session.scalars(sa.select(Finding))
    assert (finding.part, finding.detector, finding.review.kind) == (
        "file",
        Detector.DATE_OF_BIRTH,
        ReviewKind.FINDING,
    )


def test_the_queue_says_what_was_confirmed(client_for, ann, bob, opening):
    sent = {"text": MAYBE, "key": key(), "confirmed": "yes"}
    post(client_for(bob), f"/topics/{opening.topic_id}/posts", sent)
    queue = html(client_for(ann).get("/moderation"))
    assert "Bob says that it names no patient" in queue
    assert "What may be a date of birth in the text" in queue
    assert "Leave it" in queue
    assert "Hide…" in queue
