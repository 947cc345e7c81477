"""Pages of spaces, their members, the directory and my profile."""

from cop.spaces.views import (
    blocks,
    conversations,
    creation,
    directory,
    forums,
    measures,
    members,
    profile,
    recruiting,
    rooms,
    settings,
    spaces,
    standing,
    words,
)
from cop.spaces.views.blueprint import blueprint

__all__ = [
    "blocks",
    "blueprint",
    "conversations",
    "creation",
    "directory",
    "forums",
    "measures",
    "members",
    "profile",
    "recruiting",
    "rooms",
    "settings",
    "spaces",
    "standing",
    "words",
]
