"""Pages of the forum: a space's topics, a topic's posts, and what is done to them."""

from cop.forum.views import drafts, listing, posts, previews, steering, topics, writing
from cop.forum.views.addresses import blueprint

__all__ = ["blueprint", "drafts", "listing", "posts", "previews", "steering", "topics", "writing"]
