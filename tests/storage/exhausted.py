"""A system that really gives this process no more, for the length of a block; root is bound by that like anybody."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_more_bytes(than: int = 500_000) -> Iterator[None]:
    """No file grows larger than that: what fits is written, the rest is refused."""
    with _at_most(resource.RLIMIT_FSIZE, than):
        yield


@contextmanager
def no_more_files() -> Iterator[None]:
    """No other file can be open beside those that are."""
    free = os.open(os.devnull, os.O_RDONLY)
    os.close(free)
    with _at_most(resource.RLIMIT_NOFILE, free):
        yield


@contextmanager
def _at_most(what: int, most: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(what, (soft, hard))
