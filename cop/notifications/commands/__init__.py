"""The verbs: tell somebody that something concerns them, and note that they have seen it."""

from cop.notifications.commands.choosing import choose_kinds
from cop.notifications.commands.seeing import forget_seen, see_all, see_here, see_notice
from cop.notifications.commands.telling import notify, notify_followers, wanting

__all__ = [
    "choose_kinds",
    "forget_seen",
    "notify",
    "notify_followers",
    "see_all",
    "see_here",
    "see_notice",
    "wanting",
]
