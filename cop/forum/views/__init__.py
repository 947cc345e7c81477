"""Pages of the forum: a space's topics, a topic's posts, and what is done to them."""

from cop.forum.views import posts, steering, topics, writing
from cop.forum.views.listing import blueprint

__all__ = ["blueprint", "posts", "steering", "topics", "writing"]
