"""The verbs of intentions."""

from cop.intentions.commands.indicators import (
    Measured,
    add_indicator,
    note_value,
    remove_indicator,
    remove_value,
    set_goal,
)
from cop.intentions.commands.offers import answer_offer, offer_help, take_back_offer
from cop.intentions.commands.relationships import add_relationship, remove_relationship
from cop.intentions.commands.sharing import agree_to_share, set_status, take_back_sharing
from cop.intentions.commands.sponsoring import (
    Undertaken,
    encourage,
    show_sponsor,
    take_back_encouragement,
    undertake,
)
from cop.intentions.commands.updates import Changed, remove_update, write_update
from cop.intentions.commands.wording import Said, write_intention

__all__ = [
    "Changed",
    "Measured",
    "Said",
    "Undertaken",
    "add_indicator",
    "add_relationship",
    "agree_to_share",
    "answer_offer",
    "encourage",
    "note_value",
    "offer_help",
    "remove_indicator",
    "remove_relationship",
    "remove_update",
    "remove_value",
    "set_goal",
    "set_status",
    "show_sponsor",
    "take_back_encouragement",
    "take_back_offer",
    "take_back_sharing",
    "undertake",
    "write_intention",
    "write_update",
]
