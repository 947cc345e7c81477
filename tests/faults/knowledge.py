"""What pages know of a room, kept by the page's own reducer (static/src/chat/state.js) in one Node.js process."""

import itertools
import json
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from tests.nodejs import node

HERE = Path(__file__).parent


class Knowledge:
    """One process for all pages of a test run."""

    def __init__(self) -> None:
        command = [node(), str(HERE / "knowledge.mjs")]
        self._node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._lock = threading.Lock()
        self._numbers = itertools.count()

    def page(self, me: int) -> "Known":
        return Known(self, next(self._numbers), me)

    def ask(self, what: str, page: int, **more: Any) -> dict[str, Any]:
        asked = {"what": what, "page": page, "now": int(time.monotonic() * 1000), **more}
        with self._lock:
            assert self._node.stdin is not None
            assert self._node.stdout is not None
            self._node.stdin.write(json.dumps(asked) + "\n")
            self._node.stdin.flush()
            return json.loads(self._node.stdout.readline())  # type: ignore[no-any-return]

    def close(self) -> None:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.close()
        self._node.wait(10)
        self._node.stdout.close()


class Known:
    """What one page knows."""

    def __init__(self, knowledge: Knowledge, number: int, me: int) -> None:
        self._knowledge, self._number = knowledge, number
        self._knowledge.ask("begin", number, me=me)

    def tell(self, kind: str, **event: Any) -> dict[str, Any]:
        """Reduce an event of static/src/chat/state.js; returns `pulse`, `wantsSync`, `closed`."""
        event = {"type": kind, "now": int(time.monotonic() * 1000), **event}
        return self._knowledge.ask("tell", self._number, event=event)

    def look(self) -> dict[str, Any]:
        return self._knowledge.ask("look", self._number)

    def show(self) -> dict[str, Any]:
        """As `look`, with `lines` in their order and `outbox`, what is not confirmed."""
        return self._knowledge.ask("show", self._number)
