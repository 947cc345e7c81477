"""The verbs of keeping: choose a period, let go of what is older, place a hold and lift it."""

from cop.keeping.commands.holding import lift_hold, place_hold
from cop.keeping.commands.letting_go import empty_message, empty_post, let_go
from cop.keeping.commands.periods import set_days

__all__ = ["empty_message", "empty_post", "let_go", "lift_hold", "place_hold", "set_days"]
