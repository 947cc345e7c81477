"""A disk that takes no more, in the words of the domain (security.md F19)."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from cop.errors import Full

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE}
"""No room, over the account's quota, over the process's limit of a file, too many files open."""


@contextmanager
def told_as_full() -> Iterator[None]:
    """Full where the block finds that the disk takes no more; any other fault stays what it is."""
    try:
        yield
    except OSError as error:
        if not is_full(error):
            raise
        raise Full from error


def is_full(error: OSError) -> bool:
    """Whether the disk takes no more, or this process may write no more."""
    return error.errno in FULL
