"""Pages of the forum: a space's topics, a topic's posts, and what is done to them."""

from cop.forum.views import (
    attaching,
    attachments,
    bookmarks,
    drafts,
    listing,
    marks,
    posts,
    previews,
    steering,
    titles,
    topics,
    unread,
    uploads,
    writing,
)
from cop.forum.views.addresses import blueprint

__all__ = [
    "attaching",
    "attachments",
    "blueprint",
    "bookmarks",
    "drafts",
    "listing",
    "marks",
    "posts",
    "previews",
    "steering",
    "titles",
    "topics",
    "unread",
    "uploads",
    "writing",
]
