"""Somebody's open page of a room, with somebody in front of it who writes and tries again until there is an answer."""

import time

from tests import people
from tests.faults.reader import Reader
from tests.faults.records import Attempt, Payload, Write

GIVE_UP_SECONDS = 40.0


class Tab(Reader):
    """What is tried goes into the record, however often; what is not confirmed is kept as our page keeps it."""

    def say_something(self) -> Write:
        return self.send(self.record.words())

    def send(self, text: str, *, patience: float = GIVE_UP_SECONDS) -> Write:
        """Send a line, and again under the same key until there is an answer: somebody presses "Try again"."""
        write = Write("send", self.reading.person, people.key(), text)
        self.known.tell("written", key=write.key, text=text)
        self._try(
            write,
            patience,
            event="message:send",
            payload={"space": self.space, "key": write.key, "text": text},
        )
        return write

    def edit(self, message: Payload, *, patience: float = GIVE_UP_SECONDS) -> Write:
        text = self.record.words()
        write = Write("edit", self.reading.person, people.key(), text, message["id"])
        asked = {"message": message["id"], "changed": message["changed"], "text": text}
        self._try(write, patience, event="message:edit", payload=asked)
        return write

    def remove(self, message: Payload, *, patience: float = GIVE_UP_SECONDS) -> Write:
        write = Write("remove", self.reading.person, people.key(), "", message["id"])
        asked = {"message": message["id"], "changed": message["changed"]}
        self._try(write, patience, event="message:remove", payload=asked)
        return write

    def _try(self, write: Write, patience: float, *, event: str, payload: Payload) -> None:
        self.reading.writes.append(write)
        deadline = time.monotonic() + patience
        while True:
            began = time.monotonic()
            ack = self.put(event, payload)
            write.attempts.append(Attempt(began, time.monotonic() - began, ack))
            self._note_answer(write, ack)
            code = write.attempts[-1].code
            if (ack is not None and code not in {"failed", "too_fast"}) or time.monotonic() > deadline:
                return
            if write.op == "send":
                self.known.tell("retried", key=write.key)
            time.sleep(1.0 if code == "too_fast" else 0.3)

    def _note_answer(self, write: Write, ack: Payload | None) -> None:
        if ack is not None and ack["ok"]:
            self._note(write.op, [ack["message"]])
            self.known.tell("sent", message=ack["message"])
        elif write.op == "send":
            self.known.tell("failed", key=write.key, error="No answer came.")
