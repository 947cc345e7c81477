"""The blueprint, and where a post stands."""

from flask import Blueprint, url_for

from cop.models import Post

blueprint = Blueprint("forum", __name__)


def address_of(post: Post) -> str:
    """Where `post` stands: the page of its topic, at the post."""
    return url_for("forum.topic", topic_id=post.topic_id, page=post.page, _anchor=f"post-{post.id}")
