"""Pages of the forum: a space's topics, a topic's posts, and what is done to them."""

from cop.forum.views import (
    attaching,
    attachments,
    bookmarks,
    listing,
    marks,
    posts,
    steering,
    titles,
    topics,
    uploads,
    writing,
)
from cop.forum.views.addresses import blueprint

__all__ = [
    "attaching",
    "attachments",
    "blueprint",
    "bookmarks",
    "listing",
    "marks",
    "posts",
    "steering",
    "titles",
    "topics",
    "uploads",
    "writing",
]
