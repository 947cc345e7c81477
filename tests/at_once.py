"""Several at once, each on a connection and in a session of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier

from cop import db
from cop.errors import CopError

MANY = 20


def at_once(works: Sequence[Callable[[], object]]) -> list[object]:
    """What each of `works` came to, all begun together; a refusal in our words is a result, any other error fails."""
    start = Barrier(len(works))
    db.session.remove()  # what was read before would be read again

    def run(work: Callable[[], object]) -> object:
        start.wait()
        try:
            return work()
        except CopError as refused:
            return refused
        finally:
            db.session.remove()

    with ThreadPoolExecutor(len(works)) as pool:
        begun = [pool.submit(copy_context().run, run, work) for work in works]
    return [each.result() for each in begun]


def many_at_once(work: Callable[[int], object]) -> list[object]:
    """What `work(0)` … `work(19)` came to, begun together."""
    return at_once([lambda number=number: work(number) for number in range(MANY)])  # type: ignore[misc]
