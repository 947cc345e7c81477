"""Work that would stall every socket of the process: hashing, long texts, images (security.md 0.10)."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from gevent import Timeout, get_hub, sleep
from gevent.monkey import is_module_patched

P = ParamSpec("P")
R = TypeVar("R")


def offload(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """`work(*args)`, in a real thread where the process runs on greenlets. Bound the input: no thread is stopped."""
    if not is_module_patched("socket"):
        return work(*args, **kwargs)
    return get_hub().threadpool.apply(work, args, kwargs)  # type: ignore[no-any-return]


def offload_within(seconds: float, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The same, for as long as somebody may wait: TimeoutError after that. The thread works on to its end, so bound the
    input all the same.
    """
    if not is_module_patched("socket"):
        return work(*args, **kwargs)
    begun = get_hub().threadpool.spawn(work, *args, **kwargs)
    try:
        return begun.get(timeout=seconds)  # type: ignore[no-any-return]
    except Timeout as late:
        raise TimeoutError from late


def give_way() -> None:
    """Let other greenlets run once: SQLite never yields, and a busy connection would starve the others."""
    if is_module_patched("socket"):
        sleep(0)
