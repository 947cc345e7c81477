"""A scanner that the operator has named looks at each file first, and nothing is taken that it does not pass (S16)."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from cop.errors import Invalid, Unreachable
from cop.files import examining, scanning
from tests.attachments import looked_through

KNOWN = b"something that a scanner knows"
WAITS = 5


class Daemon:
    """Speaks as clamd does. `says` is its answer to a file, given all of it; None closes without one."""

    def __init__(self, says: Callable[[bytes], bytes | None], door: socket.socket | None = None) -> None:
        self.says, self.heard = says, list[bytes]()
        self.door = door or socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.door.getsockname()[1]}"

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self.door.accept()
                line.settimeout(WAITS)
                with line, line.makefile("rb") as said:
                    assert said.read(10) == b"zINSTREAM\0"
                    content = b"".join(self._pieces(said))
                    self.heard.append(content)
                    if (answer := self.says(content)) is not None:
                        line.sendall(answer)

    def _pieces(self, said) -> Iterator[bytes]:
        while length := struct.unpack(">L", said.read(4))[0]:
            yield said.read(length)


def clamd(content: bytes) -> bytes:
    return b"stream: Test-Signature FOUND\0" if KNOWN in content else b"stream: OK\0"


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda address: monkeypatch.setattr(scanning, "_address", address)


def test_it_is_shown_the_whole_of_a_file(named) -> None:
    daemon = Daemon(clamd)
    named(daemon.address)
    content = b"a plan\r\n" * 40_000
    assert looked_through("a.txt", content)[0].media.startswith("text/plain")
    assert daemon.heard == [content]


def test_what_it_knows_is_refused_and_kept_nowhere(named, caplog: pytest.LogCaptureFixture) -> None:
    named(Daemon(clamd).address)
    with pytest.raises(Invalid, match="virus scanner knows") as refusal:
        looked_through("a.txt", b"x" * 200_000 + KNOWN)
    assert refusal.value.field == "file"
    (line,) = [record for record in caplog.records if record.name == "cop.files"]
    assert (line.getMessage(), vars(line)["signature"]) == ("virus found", "Test-Signature")
    assert looked_through("a.txt", b"control"), "the control"


@pytest.mark.logs_errors
@pytest.mark.parametrize(
    "answer",
    [None, b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK but not quite\0", b"\xff" * 5000],
)
def test_while_it_does_not_say_nothing_is_taken(named, answer: bytes | None) -> None:
    named(Daemon(lambda _content: answer).address)
    with pytest.raises(Unreachable):
        looked_through("a.txt", b"x")


@pytest.mark.logs_errors
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.ctl"])
def test_where_it_is_not_there_nothing_is_taken_either(named, address: str) -> None:
    named(address)
    with pytest.raises(Unreachable):
        looked_through("a.txt", b"x")


@pytest.mark.logs_errors
def test_one_that_is_silent_is_not_waited_for_without_end(named, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "PATIENCE", 0.2)
    asked, done = threading.Event(), threading.Event()

    def silent(_content: bytes) -> None:
        asked.set()
        done.wait(WAITS)

    named(Daemon(silent).address)
    with pytest.raises(Unreachable):
        looked_through("a.txt", b"x")
    assert asked.is_set()
    done.set()


def test_a_socket_of_the_machine_does_as_well(named, tmp_path: Path) -> None:
    door = socket.create_server(str(tmp_path / "clamd.ctl"), family=socket.AF_UNIX)
    daemon = Daemon(clamd, door)
    named(f"unix://{tmp_path / 'clamd.ctl'}")
    assert looked_through("a.txt", b"x")
    assert daemon.heard == [b"x"]
    door.close()


def test_it_is_asked_before_anything_else_looks_into_a_file(named, monkeypatch: pytest.MonkeyPatch) -> None:
    named(Daemon(lambda _content: b"stream: X FOUND\0").address)
    monkeypatch.setattr(examining, "_looked_through", lambda *_: pytest.fail("it was looked into"))
    with pytest.raises(Invalid):
        looked_through("a.pdf", b"%PDF-1.7 x %%EOF")


def test_without_one_nothing_is_asked(named) -> None:
    assert scanning._address is None
    assert looked_through("a.txt", KNOWN)
