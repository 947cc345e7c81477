"""The pages of a room."""

from cop.chat.views import pins, revisions, room
from cop.chat.views.blueprint import blueprint

__all__ = ["blueprint", "pins", "revisions", "room"]
