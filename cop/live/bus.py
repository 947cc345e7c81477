"""What processes tell each other over Valkey: pushes to people, and sign-ins that ended. Nothing waits for it.

Publishing leaves the request's path: what is told goes into a short queue, which a greenlet works off. What Valkey has
not taken within a few seconds is dropped, for each is a hint: pages catch up by their heartbeat, the sweep finds ended
sign-ins. Messages are JSON, and a process passes over its own.
"""

import json
import logging
import queue
import secrets
from collections.abc import Callable, Mapping
from time import monotonic, sleep
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger("cop.live")

CHANNEL = "cop-live"
MOST_WAITING = 1_000
"""Messages that may wait to be published."""
DEADLINE_SECONDS = 3.0
"""A message older than this is dropped: whoever missed it has asked, or is about to."""
ANSWER_SECONDS = 1.0
"""How long Valkey may take to connect, and to answer."""
BEAT_SECONDS = 3.0
"""A process that has nothing to say says so this often, and hears itself."""
SILENCE_SECONDS = 10.0
"""So long without even an own beat, and a listener connects anew."""
SHORTEST_BACKOFF, LONGEST_BACKOFF = 0.25, 5.0
"""Seconds between two tries to listen."""

Tell = Callable[[Mapping[str, Any]], None]


class Bus:
    """One process's place on the bus. `tell` never waits and never fails; `heard` is called with what others tell."""

    def __init__(self, url: str, *, spawn: Callable[[Callable[[], None]], Any], heard: Tell) -> None:
        self.url, self.spawn, self.heard = url, spawn, heard
        self.name = secrets.token_hex(8)
        self.waiting: queue.Queue[tuple[float, str]] = queue.Queue(MOST_WAITING)
        self.publisher: Any = None
        self.dropped = 0
        self.is_over = False

    def tell(self, message: Mapping[str, Any]) -> None:
        """Let every other process hear `message` soon, or never."""
        if self.publisher is None:
            self.publisher = self.spawn(self.publish_forever)
        try:
            self.waiting.put_nowait((monotonic(), json.dumps({"from": self.name, **message})))
        except queue.Full:
            self.dropped += 1

    def publish_forever(self) -> None:
        """Work off what waits; to run beside the server."""
        with self._connect() as valkey:
            while not self.is_over:
                self._publish(valkey, self._next())

    def _publish(self, valkey: Redis, text: str) -> None:
        try:
            valkey.publish(CHANNEL, text)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next may get through
            self.dropped += 1
            self._lament("cannot publish", error)
            sleep(0.1)

    def listen_forever(self) -> None:
        """Hear what others tell; to run beside the server."""
        pause = SHORTEST_BACKOFF
        while not self.is_over:
            began = monotonic()
            try:
                self._listen()
            except Exception as error:  # noqa: BLE001 - who hears nothing any more would never say so
                self._lament("cannot listen", error)
            has_held = monotonic() - began > LONGEST_BACKOFF
            pause = SHORTEST_BACKOFF if has_held else min(pause * 2, LONGEST_BACKOFF)
            sleep(pause)

    def is_idle(self) -> bool:
        """Whether nothing waits to be published."""
        return self.waiting.empty()

    def close(self) -> None:
        """Let both loops end, within a few seconds."""
        self.is_over = True

    def _next(self) -> str:
        """The oldest message that is not too old; a beat when there is none for a while."""
        while True:
            try:
                since, text = self.waiting.get(timeout=BEAT_SECONDS)
            except queue.Empty:
                return json.dumps({"from": self.name})
            if monotonic() - since <= DEADLINE_SECONDS:
                return text
            self.dropped += 1

    def _listen(self) -> None:
        """Hear, until nothing is heard for too long."""
        with self._connect() as valkey, valkey.pubsub(ignore_subscribe_messages=True) as channel:
            channel.subscribe(CHANNEL)
            heard_at = monotonic()
            while monotonic() - heard_at < SILENCE_SECONDS and not self.is_over:
                message = channel.get_message(timeout=ANSWER_SECONDS)
                if message is not None:
                    heard_at = monotonic()
                    self._take(message["data"])

    def _take(self, data: bytes) -> None:
        try:
            message = json.loads(data)
            if message.pop("from") != self.name and message:
                self.heard(message)
        except Exception:
            log.exception("a message of another process was not understood")

    def _connect(self) -> Redis:
        return Redis.from_url(
            self.url,
            socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )

    def _lament(self, what: str, error: Exception) -> None:
        dropped, self.dropped = self.dropped, 0
        log.warning("%s", what, extra={"error": type(error).__name__, "dropped": dropped})
