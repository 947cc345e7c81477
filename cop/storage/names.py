"""Names under which bytes are kept: made by us, told nobody, and no way out of their folder."""

import re
import secrets

_NAME = re.compile(r"[0-9a-f]{32}(-small)?")


def fresh_name() -> str:
    """A name that nothing has yet."""
    return secrets.token_hex(16)


def small(name: str) -> str:
    """The name of the thumbnail of what is kept as `name`."""
    return f"{name}-small"


def large(name: str) -> str:
    """The name of what `name` is, or is the thumbnail of."""
    return name.removesuffix("-small")


def is_name(word: str) -> bool:
    """Whether `word` is a name of ours, in full."""
    return _NAME.fullmatch(word) is not None


def checked(name: str) -> str:
    """`name`, which must be one of ours."""
    if not is_name(name):
        raise ValueError("no name of ours")
    return name
