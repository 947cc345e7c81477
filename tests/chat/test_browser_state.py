"""What the page knows of a room is a pure function (static/src/chat/state.js); its own tests run in Node.js."""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


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


def test_the_pages_knowledge_of_a_room():
    passes(HERE / "state.test.mjs")


def test_a_line_keeps_its_key_however_often_it_is_sent():
    passes(HERE / "outbox.test.mjs")


def test_whether_somebody_looks_at_the_page():
    passes(HERE / "looking.test.mjs")
