"""What people do in a room. Each verb is one transaction; its first argument is who acts."""

from cop.chat.commands.drafts import keep_draft
from cop.chat.commands.lines import edit_message, mark_message, remove_message, send_message
from cop.chat.commands.looks import Left, leave_room, read_room, see_room
from cop.chat.commands.pins import MOST_PINS, pin_message, unpin_message
from cop.chat.commands.rendering import render_line_anew
from cop.chat.commands.retention import expire_message, pass_over_expired

__all__ = [
    "MOST_PINS",
    "Left",
    "edit_message",
    "expire_message",
    "keep_draft",
    "leave_room",
    "mark_message",
    "pass_over_expired",
    "pin_message",
    "read_room",
    "remove_message",
    "render_line_anew",
    "see_room",
    "send_message",
    "unpin_message",
]
