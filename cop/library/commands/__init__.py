"""The verbs of the library."""

from cop.library.commands.deciding import decline, publish
from cop.library.commands.suggesting import Described, edit_resource, suggest

__all__ = ["Described", "decline", "edit_resource", "publish", "suggest"]
