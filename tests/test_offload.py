"""Work in a real thread, and how long anybody waits for it (security.md 0.10)."""

import threading
import time

import pytest

from cop import offload


@pytest.fixture
def _on_greenlets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offload, "is_module_patched", lambda _name: True)


@pytest.mark.usefixtures("_on_greenlets")
def test_work_is_done_elsewhere_and_its_result_comes_back() -> None:
    assert offload.offload_within(10, pow, 2, 5) == 32
    assert offload.offload_within(10, threading.get_ident) != threading.get_ident()
    with pytest.raises(ZeroDivisionError):
        offload.offload_within(10, divmod, 1, 0)


@pytest.mark.usefixtures("_on_greenlets")
def test_nobody_waits_longer_than_they_said() -> None:
    with pytest.raises(TimeoutError):
        offload.offload_within(0.01, time.sleep, 0.5)


def test_without_greenlets_it_is_done_here() -> None:
    assert offload.offload_within(0.01, threading.get_ident) == threading.get_ident()
