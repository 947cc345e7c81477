"""Pages of the forum: a space's topics, a topic's posts, and what is done to them."""

from cop.forum.views import bookmarks, listing, marks, posts, steering, titles, topics, writing
from cop.forum.views.addresses import blueprint

__all__ = [
    "blueprint",
    "bookmarks",
    "listing",
    "marks",
    "posts",
    "steering",
    "titles",
    "topics",
    "writing",
]
