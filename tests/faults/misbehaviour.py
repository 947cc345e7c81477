"""What may befall bytes on their way through the proxy, each as one small class."""

import asyncio
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.faults.faultproxy import FaultProxy, Link
else:
    FaultProxy = Link = Any


class Fault:
    """`admits` says whether a new connection comes about. `carry` returns True once `data` is dealt with; False asks to
    be asked again, of whatever the proxy does by then.
    """

    async def admits(self, _proxy: FaultProxy) -> bool:
        return True

    async def carry(self, _proxy: FaultProxy, link: Link, way: str, data: bytes) -> bool:
        await link.send(way, data)
        return True


class Pass(Fault):
    """A wire."""


class Delay(Fault):
    """Everything comes `seconds` later."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    async def carry(self, proxy: FaultProxy, link: Link, way: str, data: bytes) -> bool:
        await asyncio.sleep(self.seconds)
        return await super().carry(proxy, link, way, data)


class Throttle(Fault):
    """So many bytes a second come back on each connection; what goes up is not slowed."""

    def __init__(self, rate: int) -> None:
        self.rate = rate

    async def carry(self, proxy: FaultProxy, link: Link, way: str, data: bytes) -> bool:
        if way == "up" or not data:
            return await super().carry(proxy, link, way, data)
        step = max(1, self.rate // 10)
        for start in range(0, len(data), step):
            await link.send(way, data[start : start + step])
            await asyncio.sleep(0.1)
        return True


class Blackhole(Fault):
    """Nothing arrives and nobody is told. Once it is over all of it arrives, as TCP would have it."""

    async def carry(self, proxy: FaultProxy, _link: Link, _way: str, _data: bytes) -> bool:
        await proxy.until_changed()
        return False


class HalfOpen(Fault):
    """Nothing arrives, ever, the end of the connection included."""

    async def carry(self, _proxy: FaultProxy, link: Link, way: str, data: bytes) -> bool:
        while way == "up" and not data and not link.is_cut:
            await asyncio.sleep(0.2)
        return True


class Reset(Fault):
    """Every connection is reset, new ones too."""

    async def admits(self, _proxy: FaultProxy) -> bool:
        return False

    async def carry(self, _proxy: FaultProxy, link: Link, _way: str, _data: bytes) -> bool:
        link.cut()
        return True


class CutAfter(Fault):
    """So many bytes come back, on all connections together, then the connection that carries the last is reset."""

    def __init__(self, count: int) -> None:
        self.left = count
        self.struck = threading.Event()

    async def carry(self, proxy: FaultProxy, link: Link, way: str, data: bytes) -> bool:
        if way == "up" or self.struck.is_set() or len(data) <= self.left:
            self.left -= len(data) if way == "down" else 0
            return await super().carry(proxy, link, way, data)
        await link.send(way, data[: self.left])
        self.struck.set()
        link.cut()
        return True


class CutOn(Fault):
    """Once `pattern` has gone up on a connection that carried `then_for` before, its next answer is lost and the
    connection with it: what was asked for has been done, and nobody is told. It strikes once.
    """

    def __init__(self, pattern: bytes, *, then_for: bytes) -> None:
        self.pattern, self.wanted = pattern, then_for
        self.struck = threading.Event()
        self._marked: set[Link] = set()
        self._doomed: set[Link] = set()

    async def carry(self, proxy: FaultProxy, link: Link, way: str, data: bytes) -> bool:
        if way == "down" and link in self._doomed and not self.struck.is_set():
            self.struck.set()
            link.cut()
            return True
        if way == "up":
            self._look(link, data)
        return await super().carry(proxy, link, way, data)

    def _look(self, link: Link, data: bytes) -> None:
        if self.wanted in data:
            self._marked.add(link)
        if link in self._marked and self.pattern in data:
            self._doomed.add(link)
