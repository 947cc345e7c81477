"""The verbs of intentions."""

from cop.intentions.commands.impacts import Noted, note_impact, remove_impact, show_impact
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
from cop.intentions.commands.stories import (
    Told,
    allow_evaluation,
    publish_story,
    remove_story,
    retell_story,
    tell_story,
)
from cop.intentions.commands.updates import Changed, remove_update, write_update
from cop.intentions.commands.wording import Said, write_intention

__all__ = [
    "Changed",
    "Measured",
    "Noted",
    "Said",
    "Told",
    "Undertaken",
    "add_indicator",
    "add_relationship",
    "agree_to_share",
    "allow_evaluation",
    "answer_offer",
    "encourage",
    "note_impact",
    "note_value",
    "offer_help",
    "publish_story",
    "remove_impact",
    "remove_indicator",
    "remove_relationship",
    "remove_story",
    "remove_update",
    "remove_value",
    "retell_story",
    "set_goal",
    "set_status",
    "show_impact",
    "show_sponsor",
    "take_back_encouragement",
    "take_back_offer",
    "take_back_sharing",
    "tell_story",
    "undertake",
    "write_intention",
    "write_update",
]
