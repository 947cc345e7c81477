"""Crowds in processes of their own, one for each server, which end with the bench."""

import multiprocessing
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

LONGEST = 600
"""Seconds after which a crowd that nobody ended ends itself."""

PATIENCE = 120.0
FILES = 8_192
"""Open files that a server or a crowd of a thousand sockets wants."""


def raise_limits() -> None:
    """As many open files as the system lets a process have, up to what is wanted; what is started inherits it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


class Worker:
    """A crowd elsewhere: `ask` it to do something, then `answer` is what came of it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, verb: str, **about: Any) -> None:
        self._pipe.send((verb, about))

    def answer(self) -> Any:
        if not self._pipe.poll(PATIENCE):
            raise TimeoutError("a crowd does not answer")
        outcome, value = self._pipe.recv()
        if outcome == "failed":
            raise RuntimeError(f"a crowd failed: {value}")
        return value

    def end(self) -> None:
        self._pipe.close()
        self._process.join(5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


@contextmanager
def workers(count: int) -> Iterator[list[Worker]]:
    started = [Worker() for _ in range(count)]
    try:
        yield started
    finally:
        for each in started:
            each.end()


def _serve(pipe: Connection) -> None:
    from tests.bench.live.crowd import Crowd

    signal.alarm(LONGEST)
    raise_limits()
    crowd = Crowd()
    while True:
        try:
            verb, about = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(("done", getattr(crowd, verb)(**about)))
        except (OSError, RuntimeError, ValueError) as error:
            pipe.send(("failed", repr(error)))
