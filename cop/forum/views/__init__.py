"""Pages of the forum: a space's topics, a topic's posts, and what is done to them."""

from cop.forum.views import listing, posts, steering, topics, unread, writing
from cop.forum.views.addresses import blueprint

__all__ = ["blueprint", "listing", "posts", "steering", "topics", "unread", "writing"]
