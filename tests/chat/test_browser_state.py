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


def test_the_pages_knowledge_of_a_room():
    run = subprocess.run(
        [node(), "--test", str(HERE / "state.test.mjs")],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    assert "# pass 0" not in run.stdout
