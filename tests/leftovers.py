"""Sockets of connections that were lost: whoever opened them leaves them to the collector, which warns of each."""

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected() -> Iterator[None]:
    """What the block leaves is collected at its end, and not in a later test. What was there before is not gone
    through for it, which takes longer than most tests.
    """
    gc.freeze()
    try:
        yield
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()
        gc.unfreeze()
