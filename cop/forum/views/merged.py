"""Where a page of a topic leads that was merged into another one while it was open."""

from collections.abc import Callable
from functools import wraps

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from cop import web
from cop.db import session
from cop.errors import NotFound
from cop.forum import queries
from cop.forum.commands.steered import Merged
from cop.models import Topic
from cop.web import Answer

IS_MERGED = "That topic is merged into this one: its posts stand here now. Nothing else was done."


def leads_on(view: Callable[[int], Answer]) -> Callable[[int], Answer]:
    """`view` of a topic, by its id. Where it was merged, off to where its posts are now, and nothing is done to those;
    NotFound for whoever may not know of them.
    """

    @wraps(view)
    def shown(topic_id: int) -> Answer:
        try:
            return view(topic_id)
        except (Merged, NotFound):
            into = now_in(topic_id)
            if into is None:
                raise
        return _off_to(into)

    return shown


def now_in(topic_id: int) -> Topic | None:
    """The topic that `topic_id` was merged into, for whoever may know of that one; None where it was not."""
    return session.scalars(queries.merged_into(web.actor(), topic_id)).one_or_none()


def _off_to(into: Topic) -> Response:
    flash(IS_MERGED, "needs")
    return redirect(url_for("forum.topic", topic_id=into.id), 303)
