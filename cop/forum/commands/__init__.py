"""The verbs of a forum; each is one transaction. Locks are taken in one order: space, topic, post."""

from cop.forum.commands.attaching import (
    attach,
    forget_attachment,
    leave_out,
    may_attach,
    sent_under,
)
from cop.forum.commands.attention import heed_space, heed_topic
from cop.forum.commands.bookmarks import bookmark_post, forget_bookmark, remind
from cop.forum.commands.drafts import (
    Begun,
    discard_draft,
    forget_discarded_drafts,
    keep_draft,
    take_back_draft,
)
from cop.forum.commands.editing import Retitling, edit_post, remove_post
from cop.forum.commands.marks import mark_post, unmark_post
from cop.forum.commands.reading import mark_read, mark_space_read, mark_spaces_read
from cop.forum.commands.steering import lock_topic, pin_topic, unlock_topic, unpin_topic
from cop.forum.commands.writing import open_topic, post_reply

__all__ = [
    "Begun",
    "Retitling",
    "attach",
    "bookmark_post",
    "discard_draft",
    "edit_post",
    "forget_attachment",
    "forget_bookmark",
    "forget_discarded_drafts",
    "heed_space",
    "heed_topic",
    "keep_draft",
    "leave_out",
    "lock_topic",
    "mark_post",
    "mark_read",
    "mark_space_read",
    "mark_spaces_read",
    "may_attach",
    "open_topic",
    "pin_topic",
    "post_reply",
    "remind",
    "remove_post",
    "sent_under",
    "take_back_draft",
    "unlock_topic",
    "unmark_post",
    "unpin_topic",
]
