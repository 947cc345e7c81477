"""Pages of spaces, their members, the directory and my profile."""

from cop.spaces.views import creation, directory, members, profile, rooms, settings, spaces, standing
from cop.spaces.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "creation",
    "directory",
    "members",
    "profile",
    "rooms",
    "settings",
    "spaces",
    "standing",
]
