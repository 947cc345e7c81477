"""F17: somebody is removed at the very moment in which they write and read. What they wrote has its place before the
removal or was refused; what is said after it does not reach them.
"""

import contextlib
import threading
import time
from functools import partial

import pytest

from tests import people
from tests.faults.records import Attempt, Frame, Outside, Reading, Write
from tests.faults.stage import bring_back, remove
from tests.live.conftest import Page

ROUNDS = 60
SECONDS = 30.0
"""After so long no further round begins."""


class Victim:
    """Somebody with an open page, whose pushes are noted."""

    def __init__(self, play, person) -> None:
        self.play, self.person = play, person
        self.page = Page(play.stage.server(1), person, "websocket").connect(origin=play.stage.public_url)
        self.reading = Reading(person.id, closed="it is no page that catches up")
        play.record.readings.append(self.reading)

    def write(self) -> dict:
        write = Write("send", self.person.id, people.key(), self.play.record.words())
        ack = self.page.say(write.text, key=write.key, space=self.play.room.slug)
        write.attempts.append(Attempt(time.monotonic(), 0.0, ack))
        self.play.record.others.append(write)
        return ack

    def read(self) -> dict:
        return self.page.ask("room:open", space=self.play.room.slug)

    def note_what_was_pushed(self) -> None:
        for kind in ("message:new", "message:changed"):
            while self.page.has_heard(kind):
                self.reading.frames.append(Frame(0.0, kind, (self.page.next(kind),)))
        self.page.close()


def together(chance, *works):
    """What each of these returned, all begun at one moment give or take a hundredth of a second."""
    start, results = threading.Barrier(len(works)), [None] * len(works)

    def run(number: int, wait: float) -> None:
        start.wait()
        time.sleep(wait)
        results[number] = works[number]()

    threads = [
        threading.Thread(target=run, args=(number, chance.uniform(0, 0.01))) for number in range(len(works))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.long_faults
def test_a_removal_is_before_or_after_each_thing_never_within(two, play, chance):
    play = play(two)
    ann = play.tab(two.world.ann)
    victims = [Victim(play, person) for person in two.writers[1:6]]
    outcomes, deadline, number = set(), time.monotonic() + SECONDS, 0
    while number < ROUNDS and time.monotonic() < deadline:
        victim = victims[number % len(victims)]
        out = partial(remove, victim.person, play.room)
        since, said, opened = together(chance, out, victim.write, victim.read)
        after = ann.say_something()
        until = bring_back(victim.person, play.room)
        play.record.outside.append(Outside(victim.person.id, since, until + 1))
        outcomes.add(said["ok"])
        number += 1
        assert after.outcome == "acked"
        if said["ok"]:
            assert said["message"]["changed"] <= since
        else:
            assert said["error"]["code"] == "not_found"
        if opened["ok"]:
            assert opened["pulse"] <= since
            assert all(each["changed"] <= since for each in opened["messages"])
        else:
            assert opened["error"]["code"] == "not_found"
    time.sleep(0.5)
    with contextlib.ExitStack() as stack:
        for victim in victims:
            stack.callback(victim.note_what_was_pushed)
    play.everybody_is_current()

    assert number >= 10
    assert any(frame.messages for victim in victims for frame in victim.reading.frames), "they did listen"
    play.check()
