"""Ways in which Valkey fails without going away, as context managers."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.misbehaviour import Blackhole
from tests.faults.stage import Stage


@contextmanager
def swallowed(stage: Stage) -> Iterator[None]:
    """The network between it and the processes takes everything and gives nothing."""
    assert stage.to_valkey is not None
    stage.to_valkey.behave(Blackhole())
    try:
        yield
    finally:
        stage.to_valkey.behave()


@contextmanager
def stopped(stage: Stage) -> Iterator[None]:
    """Its process stands still; its sockets are taken by the kernel."""
    assert stage.valkey is not None
    pid = stage.valkey._process.pid  # type: ignore[union-attr]
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@contextmanager
def full(stage: Stage) -> Iterator[None]:
    """It has no room left and takes nothing that needs some."""
    assert stage.valkey is not None
    with stage.valkey.client() as client:
        client.config_set("maxmemory", "3mb")
        client.config_set("maxmemory-policy", "noeviction")
        _fill(client)
        try:
            yield
        finally:
            client.config_set("maxmemory", "0")
            client.flushall()


def _fill(client) -> None:  # type: ignore[no-untyped-def]
    import valkey

    for number in range(10_000):
        try:
            client.set(f"filler {number}", b"x" * 10_000)
        except valkey.exceptions.OutOfMemoryError:
            return
    raise AssertionError("it took everything")
