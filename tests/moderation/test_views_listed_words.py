"""What somebody sees whose words are asked about or wait, with and without a script, and what moderators read of it."""

import html

import pytest

from cop.models import Effect
from tests.moderation import things
from tests.people import key, post

PATIENT, WORD = 'value="yes"', 'value="word"'


@pytest.fixture
def opening(world, bob):
    return things.open_topic(bob, world.cohort)


def page(answer) -> str:
    return html.unescape(" ".join(answer.get_data(as_text=True).split()))


def test_a_post_comes_back_with_its_words_and_a_tick_of_its_own(client_for, put, bob, opening):
    put("foo", Effect.WARN)
    browser, path = client_for(bob), f"/topics/{opening.topic_id}/posts"
    sent = {"text": "A foo, indeed", "key": key()}
    asked = post(browser, path, sent)
    assert asked.status_code == 422
    assert "A foo, indeed" in page(asked)
    assert "think twice about “foo”" in page(asked)
    assert WORD in page(asked)
    assert PATIENT not in page(asked), "nobody asked about a patient"
    assert post(browser, path, sent | {"confirmed": "yes"}).status_code == 422, "that is another answer"
    assert post(browser, path, sent | {"confirmed": "word"}).status_code == 303


def test_both_questions_are_asked_and_both_answers_taken(client_for, put, bob, opening):
    put("foo", Effect.WARN)
    browser, path = client_for(bob), f"/topics/{opening.topic_id}/posts"
    sent = {"text": "A foo, DOB 01/02/1950", "key": key()}
    assert WORD not in page(post(browser, path, sent)), "one after the other"
    second = page(post(browser, path, sent | {"confirmed": "yes"}))
    assert PATIENT in second
    assert WORD in second
    assert post(browser, path, sent | {"confirmed": ["yes", "word"]}).status_code == 303


def test_a_line_is_asked_about_with_and_without_a_script(world, client_for, socket_for, put, bob):
    put("foo", Effect.WARN)
    said = {"space": world.cohort.slug, "key": key(), "text": "A foo"}
    socket = socket_for(bob)
    for more in ({}, {"confirmed": True}):
        ack = socket.client.emit("message:send", said | more, callback=True)
        assert (ack["ok"], ack["error"]["code"]) == (False, "questioned")
    sent = socket.client.emit("message:send", said | {"meant": True}, callback=True)
    assert sent["ok"]
    edit = {"message": sent["message"]["id"], "changed": sent["message"]["changed"], "text": "Foo and foo"}
    assert socket.client.emit("message:edit", edit, callback=True)["ok"], "it stood there already"
    put("bar", Effect.WARN)
    edit |= {"changed": edit["changed"] + 1, "text": "Foo and bar"}
    assert socket.client.emit("message:edit", edit, callback=True)["error"]["code"] == "questioned"
    assert socket.client.emit("message:edit", edit | {"meant": True}, callback=True)["ok"]
    browser, path = client_for(bob), f"/spaces/{world.cohort.slug}/chat"
    assert WORD in page(post(browser, path, {"text": "A foo", "key": key()}))
    assert post(browser, path, {"text": "A foo", "key": key(), "confirmed": "word"}).status_code == 303


def test_what_is_replaced_is_pushed_to_nobody(world, socket_for, put, ann, bob):
    put("foo", Effect.REPLACE, "bar")
    readers, writer = socket_for(ann), socket_for(bob)
    said = {"space": world.cohort.slug, "key": key(), "text": "A foo"}
    ack = writer.client.emit("message:send", said, callback=True)
    for told in (ack["message"], *readers.heard("message:new")):
        assert "A bar" in told["html"]
        assert "foo" not in told["html"]


def test_the_queue_says_for_which_word_it_waits(client_for, put, ann, bob, opening):
    put("foo*", Effect.HOLD)
    browser, path = client_for(bob), f"/topics/{opening.topic_id}/posts"
    assert post(browser, path, {"text": "Of fooling", "key": key()}).status_code == 303
    queue = page(client_for(ann).get("/moderation"))
    assert "Held: it has a word of the list of Cohort 1" in queue
    assert "“foo*”: waits for a moderator here" in queue


def test_the_queue_says_what_was_meant(client_for, put, ann, bob, opening):
    put("foo", Effect.WARN)
    browser, path = client_for(bob), f"/topics/{opening.topic_id}/posts"
    post(browser, path, {"text": "A foo", "key": key(), "confirmed": "word"})
    queue = page(client_for(ann).get("/moderation"))
    assert "Its author was asked about a word and says that they mean it" in queue
    assert "“foo”: its author was asked and says that they mean it" in queue
    assert "names no patient" not in queue


def test_what_can_be_read_comes_back_with_why_it_cannot_wait(client_for, put, bob, opening):
    put("foo", Effect.HOLD)
    sent = {"text": "A foo", "version": "1", "title": "Costing", "seen_title": "Costing"}
    refused = post(client_for(bob), f"/posts/{opening.id}/edit", sent)
    assert refused.status_code == 422
    assert "What can be read already can't wait: leave it out." in page(refused)
    assert "A foo" in page(refused)
