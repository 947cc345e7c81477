"""`cop serve --processes N`: started, started anew, ended together; behind the documented proxy nothing is lost."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from cop import cli, supervisor
from cop.config import Settings
from cop.supervisor import Ward
from tests.conftest import SECRET
from tests.live.conftest import PATIENCE, free_port

SLEEPER = (sys.executable, "-c", "import time; time.sleep(600)")
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('on', flush=True); time.sleep(600)",
)


def test_more_than_one_process_is_refused_where_it_would_lose_things(monkeypatch: pytest.MonkeyPatch):
    for name, value in {"COP_SECRET_KEY": SECRET, "COP_DATABASE_URL": "sqlite:///x.sqlite"}.items():
        monkeypatch.setenv(name, value)
    refused = CliRunner().invoke(cli.main, ["serve", "--processes", "2"])
    assert (refused.exit_code, "SQLite serves one process" in refused.output) == (1, True)
    monkeypatch.setenv("COP_DATABASE_URL", "postgresql://db/cop")
    refused = CliRunner().invoke(cli.main, ["serve", "--processes", "2"])
    assert (refused.exit_code, "COP_REDIS_URL" in refused.output) == (1, True)
    monkeypatch.setenv("COP_REDIS_URL", "redis://valkey")
    looked_after: list[list[Ward]] = []
    monkeypatch.setattr(supervisor, "supervise", looked_after.append)
    accepted = CliRunner().invoke(cli.main, ["serve", "--processes", "2"])

    assert accepted.exit_code == 0
    assert [each.environment["PORT"] for each in looked_after[0]] == ["5000", "5001"]


def test_each_has_its_port_and_all_the_same_address(settings: Settings):
    made = supervisor.wards(settings, 3)

    assert [each.environment["PORT"] for each in made] == ["5000", "5001", "5002"]
    assert {each.environment["COP_PUBLIC_URL"] for each in made} == {settings.public_url}


@pytest.fixture
def ward() -> Iterator[Ward]:
    made = Ward(SLEEPER, {})
    made.start()
    yield made
    made.end(signal.SIGKILL)
    made.bury(time.monotonic() + PATIENCE)


def test_one_that_died_is_started_anew_the_later_the_oftener(ward: Ward):
    died = ward.process
    assert died is not None
    died.kill()
    died.wait(PATIENCE)
    ward.started_at -= 1
    ward.look()
    assert ward.process is not died
    assert ward.pause == 1.0
    ward.process.kill()
    ward.process.wait(PATIENCE)
    again = ward.process
    ward.look()
    assert ward.process is again, "its pause is not over"
    ward.started_at -= supervisor.STEADY_SECONDS + 1
    ward.look()

    assert ward.process is not again
    assert ward.pause == 1.0


def test_one_that_does_not_end_is_killed():
    stubborn = Ward(STUBBORN, {})
    stubborn.start()
    assert stubborn.process is not None
    time.sleep(0.5)
    stubborn.end(signal.SIGTERM)
    stubborn.bury(time.monotonic() + 0.5)

    assert stubborn.process.returncode in {-signal.SIGKILL, -signal.SIGTERM}


def test_the_signal_is_passed_on_and_all_have_ended_when_it_returns():
    wards = [Ward(SLEEPER, {}) for _ in range(2)]
    threading.Timer(0.6, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()
    before = signal.getsignal(signal.SIGTERM)
    supervisor.supervise(wards)

    assert [each.process.returncode for each in wards] == [-signal.SIGTERM] * 2
    assert signal.getsignal(signal.SIGTERM) is before


def test_they_are_renewed_in_turn_each_when_the_one_before_is_ready(monkeypatch: pytest.MonkeyPatch):
    seen: list[tuple[str, bool]] = []
    answers = iter([False, True, True])

    class Observed(Ward):
        def start(self) -> None:
            super().start()
            seen.append((self.host, False))

        def is_ready(self) -> bool:
            seen.append((self.host, next(answers)))
            return seen[-1][1]

    wards = [Observed(SLEEPER, {}, host=name) for name in ("one", "two")]
    for ward in wards:
        ward.start()
    seen.clear()
    supervisor._renew(wards, until_told=[])
    supervisor._end(wards, signal.SIGTERM)

    assert seen == [("one", False), ("one", False), ("one", True), ("two", False), ("two", True)]


def test_an_end_that_is_told_meanwhile_stops_the_renewing():
    ward = Ward(SLEEPER, {})
    supervisor._renew([ward], until_told=[signal.SIGTERM])

    assert ward.process is None


def test_nobody_there_is_not_ready():
    assert not Ward(SLEEPER, {}, ("127.0.0.1", free_port())).is_ready()
