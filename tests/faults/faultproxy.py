"""A proxy between two parts that delays, throttles, swallows, breaks or cuts what passes (security.md 2.1).

It runs in a thread of its own and speaks to the loopback alone. What it does may be changed while connections are
open. An end of stream is carried as the empty bytes, so that it can be swallowed like everything else.
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.misbehaviour import Fault, HalfOpen, Pass

CHUNK = 64 * 1024
UP, DOWN = "up", "down"
"""From who connected to whom they reach, and back."""


class Link:
    """One connection through the proxy."""

    def __init__(self, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self._writers = {UP: far, DOWN: near}
        self.fault: Fault | None = None
        """Its own misbehaviour, where it differs from the proxy's."""
        self.is_cut = False

    async def send(self, way: str, data: bytes) -> None:
        writer = self._writers[way]
        if data:
            writer.write(data)
            await writer.drain()
        elif writer.can_write_eof():
            writer.write_eof()

    def cut(self) -> None:
        """End both sides with a reset, as a crash or a firewall does."""
        self.is_cut = True
        for writer in self._writers.values():
            _reset(writer)


def _reset(writer: asyncio.StreamWriter) -> None:
    raw = writer.get_extra_info("socket")
    if raw is not None and raw.family != socket.AF_UNIX and raw.fileno() >= 0:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


class FaultProxy:
    """Listens on `port` and passes on to `upstream`, a port of the loopback or the path of a socket."""

    def __init__(self, upstream: int | Path, *, buffer: int = 0) -> None:
        self.upstream, self.buffer = upstream, buffer
        self.fault: Fault = Pass()
        self.links: set[Link] = set()
        self.port = 0
        self._changed = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "FaultProxy":
        self._thread.start()
        self._server: asyncio.Server = self._call(self._listen())
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def behave(self, fault: Fault | None = None) -> Fault:
        """Misbehave like this from now on, on every connection; without a fault as a wire does."""
        fault = fault or Pass()
        self._run(lambda: self._behave(fault))
        return fault

    def half_open(self) -> None:
        """Let the connections of now be as those of a closed lid: nothing passes, nobody is told. New ones are well."""
        self._run(lambda: [setattr(link, "fault", HalfOpen()) for link in self.links])
        self._run(self._wake)

    def cut(self) -> None:
        """Reset the connections of now; new ones are well."""
        self._run(lambda: [link.cut() for link in tuple(self.links)])

    async def until_changed(self) -> None:
        await self._changed.wait()

    def _behave(self, fault: Fault) -> None:
        self.fault = fault
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def _run(self, change: Callable[[], Any]) -> None:
        async def changed() -> None:
            change()

        self._call(changed())

    def _call(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._join, "127.0.0.1", 0)

    async def _close(self) -> None:
        self._server.close()
        self._behave(Pass())
        for link in tuple(self.links):
            link.cut()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _join(self, near_in: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        """A new connection: to be reset where the fault or the other side would have it so."""
        try:
            if await self.fault.admits(self):
                await self._join_to(near_in, near, *await self._reach())
        except OSError:
            pass
        finally:
            _reset(near)

    async def _join_to(
        self,
        near_in: asyncio.StreamReader,
        near: asyncio.StreamWriter,
        far_in: asyncio.StreamReader,
        far: asyncio.StreamWriter,
    ) -> None:
        link = Link(near, far)
        self.links.add(link)
        with contextlib.suppress(asyncio.CancelledError):  # at the end of the proxy
            await asyncio.gather(self._pump(link, UP, near_in), self._pump(link, DOWN, far_in))
        self.links.discard(link)
        link.cut()

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self.upstream, Path):
            return await asyncio.open_unix_connection(str(self.upstream))
        reached = socket.socket()
        if self.buffer:
            reached.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.buffer)
        reached.setblocking(False)
        try:
            await self._loop.sock_connect(reached, ("127.0.0.1", self.upstream))
        except OSError:
            reached.close()
            raise
        return await asyncio.open_connection(sock=reached, limit=self.buffer or CHUNK)

    async def _pump(self, link: Link, way: str, stream: asyncio.StreamReader) -> None:
        """Carry what comes until its end. A reset on one side is told to the other as one."""
        try:
            data = b"-"
            while data and not link.is_cut:
                data = await stream.read(CHUNK)
                await self._carry(link, way, data)
        except OSError:
            link.cut()

    async def _carry(self, link: Link, way: str, data: bytes) -> None:
        while not link.is_cut:
            fault = link.fault or self.fault
            if await fault.carry(self, link, way, data):
                return
