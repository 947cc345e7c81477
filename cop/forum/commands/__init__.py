"""The verbs of a forum; each is one transaction. Locks are taken in one order: space, topic, post."""

from cop.forum.commands.attaching import (
    attach,
    forget_attachment,
    leave_out,
    may_attach,
    sent_under,
)
from cop.forum.commands.attention import heed_space, heed_topic
from cop.forum.commands.editing import edit_post, remove_post
from cop.forum.commands.reading import mark_read, mark_space_read, mark_spaces_read
from cop.forum.commands.steering import lock_topic, pin_topic, unlock_topic, unpin_topic
from cop.forum.commands.writing import open_topic, post_reply

__all__ = [
    "attach",
    "edit_post",
    "forget_attachment",
    "heed_space",
    "heed_topic",
    "leave_out",
    "lock_topic",
    "mark_read",
    "mark_space_read",
    "mark_spaces_read",
    "may_attach",
    "open_topic",
    "pin_topic",
    "post_reply",
    "remove_post",
    "sent_under",
    "unlock_topic",
    "unpin_topic",
]
