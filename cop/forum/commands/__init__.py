"""The verbs of a forum; each is one transaction. Locks are taken in one order: spaces by id, topics by id, posts."""

from cop.forum.commands.answers import choose_answer, withdraw_answer
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
    keep_draft,
    take_back_draft,
)
from cop.forum.commands.editing import Retitling, edit_post, remove_post
from cop.forum.commands.joining import merge_topics, split_topic
from cop.forum.commands.marks import mark_post, unmark_post
from cop.forum.commands.moving import move_topic
from cop.forum.commands.naming import rename_topic, tag_topic
from cop.forum.commands.outcomes import remind_of_outcome, write_outcome
from cop.forum.commands.polls import Choice, Paper, close_poll, end_poll, open_poll, remove_poll
from cop.forum.commands.reading import mark_read, mark_space_read, mark_spaces_read
from cop.forum.commands.rendering import render_outcome_anew, render_post_anew, render_summary_anew
from cop.forum.commands.steering import (
    archive_topic,
    close_topic_at,
    end_pins_and_close,
    lock_topic,
    pin_topic,
    slow_topic,
    unarchive_topic,
    unlock_topic,
    unpin_topic,
)
from cop.forum.commands.summaries import write_summary
from cop.forum.commands.tags import add_tag, remove_tag, rename_tag
from cop.forum.commands.voting import take_back_vote, vote
from cop.forum.commands.writing import open_topic, post_reply

__all__ = [
    "Begun",
    "Choice",
    "Paper",
    "Retitling",
    "add_tag",
    "archive_topic",
    "attach",
    "bookmark_post",
    "choose_answer",
    "close_poll",
    "close_topic_at",
    "discard_draft",
    "edit_post",
    "end_pins_and_close",
    "end_poll",
    "forget_attachment",
    "forget_bookmark",
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
    "merge_topics",
    "move_topic",
    "open_poll",
    "open_topic",
    "pin_topic",
    "post_reply",
    "remind",
    "remind_of_outcome",
    "remove_poll",
    "remove_post",
    "remove_tag",
    "rename_tag",
    "rename_topic",
    "render_outcome_anew",
    "render_post_anew",
    "render_summary_anew",
    "sent_under",
    "slow_topic",
    "split_topic",
    "tag_topic",
    "take_back_draft",
    "take_back_vote",
    "unarchive_topic",
    "unlock_topic",
    "unmark_post",
    "unpin_topic",
    "vote",
    "withdraw_answer",
    "write_outcome",
    "write_summary",
]
