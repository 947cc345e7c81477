"""The verbs of sets that meet; those of their contracts and lives stand in modules of their own."""

from cop.meetings.commands.arranging import set_up
from cop.meetings.commands.bidding import bid, move_slot, propose_order, take_back_bid
from cop.meetings.commands.convening import Draft, apologise, cancel, convene
from cop.meetings.commands.following import settle_next
from cop.meetings.commands.learning import (
    edit_learning,
    forget_learning,
    keep_offer,
    note_learning,
    share_learning,
)
from cop.meetings.commands.moving import (
    agree_to_end,
    archive,
    end_meeting,
    move_meeting,
    open_lobby,
    resume,
    stop_my_slot,
    time_out,
)
from cop.meetings.commands.offices import accept_office, hand_over, take_facilitation
from cop.meetings.commands.outcomes import edit_action, score, tell_of_action, write_action
from cop.meetings.commands.polling import (
    Asked,
    answer_dates,
    ask_for_dates,
    confirm_date,
    propose_date,
    withdraw_date,
)
from cop.meetings.commands.preparing import hope, save_note
from cop.meetings.commands.presence import come_in, leave_meeting, look, tick
from cop.meetings.commands.presenting import ask_for_offers, be_ready, have_no_action
from cop.meetings.commands.prompting import prompt_open
from cop.meetings.commands.retention import forget_said
from cop.meetings.commands.saying import say
from cop.meetings.commands.summaries import agree_to_summary, summarise
from cop.meetings.commands.turns import (
    begin_round,
    lower_hand,
    next_speaker,
    pass_turn,
    raise_hand,
    sit_with_it,
)
from cop.meetings.commands.voices import ask_to_end, extend, say_to
from cop.meetings.commands.withdrawing import forget_my_slot, purge_stopped

__all__ = [
    "Asked",
    "Draft",
    "accept_office",
    "agree_to_end",
    "agree_to_summary",
    "answer_dates",
    "apologise",
    "archive",
    "ask_for_dates",
    "ask_for_offers",
    "ask_to_end",
    "be_ready",
    "begin_round",
    "bid",
    "cancel",
    "come_in",
    "confirm_date",
    "convene",
    "edit_action",
    "edit_learning",
    "end_meeting",
    "extend",
    "forget_learning",
    "forget_my_slot",
    "forget_said",
    "hand_over",
    "have_no_action",
    "hope",
    "keep_offer",
    "leave_meeting",
    "look",
    "lower_hand",
    "move_meeting",
    "move_slot",
    "next_speaker",
    "note_learning",
    "open_lobby",
    "pass_turn",
    "prompt_open",
    "propose_date",
    "propose_order",
    "purge_stopped",
    "raise_hand",
    "resume",
    "save_note",
    "say",
    "say_to",
    "score",
    "set_up",
    "settle_next",
    "share_learning",
    "sit_with_it",
    "stop_my_slot",
    "summarise",
    "take_back_bid",
    "take_facilitation",
    "tell_of_action",
    "tick",
    "time_out",
    "withdraw_date",
    "write_action",
]
