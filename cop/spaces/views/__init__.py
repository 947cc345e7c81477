"""Pages of spaces, their members, the directory and my profile."""

from cop.spaces.views import (
    appointments,
    blocks,
    conversations,
    creation,
    directory,
    forums,
    groups,
    measures,
    members,
    offices,
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
    "appointments",
    "blocks",
    "blueprint",
    "conversations",
    "creation",
    "directory",
    "forums",
    "groups",
    "measures",
    "members",
    "offices",
    "profile",
    "recruiting",
    "rooms",
    "settings",
    "spaces",
    "standing",
    "words",
]
