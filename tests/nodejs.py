"""Node.js: the pages' own modules tested in it, and run in it as they run in a browser."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def node() -> str:
    """Node.js from the PATH, or the one beside this Python."""
    beside = Path(sys.executable).with_name("node")
    found = shutil.which("node") or (str(beside) if beside.exists() else None)
    assert found, "make set-up brings a Node.js"
    return found


def passes(tests: Path) -> None:
    """Fails unless Node.js finds tests in the file, and all of them pass."""
    run = subprocess.run(
        [node(), "--test", str(tests)], capture_output=True, text=True, check=False, timeout=100
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    assert "# pass 0" not in run.stdout


class Browser:
    """The Node.js process in which all pages live."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.pages = 0

    def ask(self, **asked: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the reducer failed; Node.js says why above"
        return json.loads(answer)


@contextmanager
def browser(script: Path) -> Iterator[Browser]:
    """A process that runs `script`, in which pages answer a line of JSON with another."""
    process = subprocess.Popen(
        [node(), str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Browser(process)
    finally:
        process.communicate()
