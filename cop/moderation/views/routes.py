"""The blueprint of moderation, and what its pages share."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa
from flask import Blueprint, redirect, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import Conflict, NotFound
from cop.models import Contributed, Decision, Message, Post, Verdict
from cop.moderation import queries
from cop.moderation.queries import DONE
from cop.web.forms import hidden_number

blueprint = Blueprint("moderation", __name__)


def seen_version() -> int | None:
    """Which version of a text the page showed, where the form says so."""
    return hidden_number(request.form.get("version")) or None


def seen_review() -> int | None:
    """Which version of a review the page showed, where the form says so, or the address that led to it."""
    return hidden_number(request.form.get("seen") or request.args.get("seen")) or None


def visible(*, post_id: int | None = None, message_id: int | None = None) -> Post | Message:
    """The post or the message, if the actor may know of it."""
    if post_id is not None:
        posts = sa.select(Post).join(Post.topic).where(Post.id == post_id)
        return web.found(posts.where(policy.visible_posts(web.actor())))
    messages = sa.select(Message).where(Message.id == message_id)
    return web.found(messages.where(policy.visible_messages(web.actor())))


def offered_review(review_id: int, verdict: Verdict) -> tuple[Contributed, int]:
    """What a review is about that the actor may see, and its version; Conflict where `verdict` is not for it, or no
    more.
    """
    review = queries.review(web.actor(), review_id)
    if review is None or review.contribution is None:
        raise NotFound
    policy.require(policy.can_decide(web.actor(), review))
    if verdict not in policy.offered(review):
        raise Conflict("This is not to be decided about it now. Look at it as it is.")
    return review.contribution, review.version


def address(subject: Post | Message) -> str:
    """Where a contribution stands."""
    if isinstance(subject, Post):
        return url_for("forum.post", post_id=subject.id)
    return url_for("chat.room", slug=subject.space.slug, _anchor=f"message-{subject.id}")


def to_queue() -> Response:
    """Back to the queue as it was: the same space, the same page."""
    came_from = urlsplit(request.referrer or "")
    kept: dict[str, Any] = {}
    if came_from.path == url_for("moderation.queue"):
        asked = parse_qs(came_from.query)
        kept = {name: asked[name][0] for name in ("space", "after") if name in asked}
    return redirect(url_for("moderation.queue", **kept), 303)


def remember(*decisions: Decision) -> None:
    """Let the next page of the queue offer to undo these."""
    cookie["decided"] = [decision.id for decision in decisions]


def remembered() -> list[int]:
    """The decisions that this page offers to undo, once."""
    return list(cookie.pop("decided", []))


@blueprint.app_template_global()
def done_word(decision: Decision) -> str:
    """What was done, as a participle."""
    return DONE[decision.verdict]
