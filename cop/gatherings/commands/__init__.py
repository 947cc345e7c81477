"""The verbs of visits and events."""

from cop.gatherings.commands.arranging import Details, arrange, cancel, rearrange, restore, take_over
from cop.gatherings.commands.notes import forget_needs, tell_needs
from cop.gatherings.commands.outcomes import add_output, add_outsider, drop_output, drop_outsider
from cop.gatherings.commands.places import give_up_places, sign_up, withdraw
from cop.gatherings.commands.writing import begin_thread, write_up

__all__ = [
    "Details",
    "add_output",
    "add_outsider",
    "arrange",
    "begin_thread",
    "cancel",
    "drop_output",
    "drop_outsider",
    "forget_needs",
    "give_up_places",
    "rearrange",
    "restore",
    "sign_up",
    "take_over",
    "tell_needs",
    "withdraw",
    "write_up",
]
