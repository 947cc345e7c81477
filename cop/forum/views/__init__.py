"""Pages of the forum: a space's topics, a topic's posts, and what is done to them."""

from cop.forum.views import (
    answers,
    attaching,
    attachments,
    joining,
    listing,
    moving,
    posts,
    revisions,
    steering,
    summaries,
    tags,
    tools,
    topics,
    uploads,
    writing,
)
from cop.forum.views.addresses import blueprint

__all__ = [
    "answers",
    "attaching",
    "attachments",
    "blueprint",
    "joining",
    "listing",
    "moving",
    "posts",
    "revisions",
    "steering",
    "summaries",
    "tags",
    "tools",
    "topics",
    "uploads",
    "writing",
]
