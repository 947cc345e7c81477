"""F10: the same line is sent twenty times at once, on both processes. It is there once, and each answer is the same."""

import time

import requests

from tests import people
from tests.faults.conftest import several
from tests.faults.records import Attempt, Write
from tests.live.conftest import PATIENCE, Page

TIMES = 20


def test_twenty_sends_under_one_key_over_sockets(two, play, chance):
    play = play(two)
    reader = play.tab(two.world.bob, two.server(1))
    pages = [
        Page(two.server(number % 2), two.world.ann, "websocket").connect(origin=two.public_url)
        for number in range(4)
    ]
    write = Write("send", two.world.ann.id, people.key(), play.record.words())

    def send(page: Page) -> None:
        began = time.monotonic()
        ack = page.say(write.text, key=write.key, space=play.room.slug)
        write.attempts.append(Attempt(began, time.monotonic() - began, ack))

    several([lambda page=page: send(page) for page in pages for _ in range(TIMES // len(pages))], chance)
    for page in pages:
        page.close()
    play.record.others.append(write)
    play.everybody_is_current()

    assert len(write.attempts) == TIMES
    assert [each.ack for each in write.attempts] == [{"ok": True, "message": write.answer}] * TIMES
    play.check()
    assert len(reader.reading.shown) == 1


def test_the_same_form_twenty_times(two, play, chance):
    play = play(two)
    play.tab(two.world.bob, two.server(1))
    ann = Page(two.server(), two.world.ann, "polling")
    form = {"csrf_token": ann.csrf, "key": people.key(), "text": play.record.words()}
    cookies = ann.browser.cookies
    answers = []

    def post(number: int) -> None:
        address = f"{two.processes[number % 2].url}/spaces/{play.room.slug}/chat"
        answers.append(
            requests.post(address, data=form, cookies=cookies, timeout=PATIENCE, allow_redirects=False)
        )

    several([lambda number=number: post(number) for number in range(TIMES)], chance)
    play.everybody_is_current()
    made = play.whole_room(two.world.ann)
    answered = [Attempt(0.0, 0.0, {"ok": True, "message": made[0]})]
    play.record.others.append(Write("send", two.world.ann.id, form["key"], form["text"], attempts=answered))
    ann.close()

    assert {(each.status_code, each.headers["Location"]) for each in answers} == {
        (303, f"/spaces/{play.room.slug}/chat#message-{made[0]['id']}")
    }
    assert len(made) == 1
    play.check()


def test_another_text_under_a_used_key_is_refused(two, play):
    play = play(two)
    page = Page(two.server(), two.world.ann, "websocket").connect(origin=two.public_url)
    key = people.key()
    first = page.say("One thing", key=key, space=play.room.slug)
    other = page.say("Another thing", key=key, space=play.room.slug)
    page.close()

    assert first["ok"]
    assert other["error"]["code"] == "conflict"
