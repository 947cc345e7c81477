"""Pages of the forum: a space's topics, a topic's posts, and what is done to them."""

from cop.forum.views import attaching, attachments, listing, posts, steering, topics, unread, uploads, writing
from cop.forum.views.addresses import blueprint

__all__ = [
    "attaching",
    "attachments",
    "blueprint",
    "listing",
    "posts",
    "steering",
    "topics",
    "unread",
    "uploads",
    "writing",
]
