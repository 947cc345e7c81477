"""The verbs of intentions."""

from cop.intentions.commands.offers import answer_offer, offer_help, take_back_offer
from cop.intentions.commands.relationships import add_relationship, remove_relationship
from cop.intentions.commands.sharing import agree_to_share, set_status, take_back_sharing
from cop.intentions.commands.wording import Said, write_intention

__all__ = [
    "Said",
    "add_relationship",
    "agree_to_share",
    "answer_offer",
    "offer_help",
    "remove_relationship",
    "set_status",
    "take_back_offer",
    "take_back_sharing",
    "write_intention",
]
