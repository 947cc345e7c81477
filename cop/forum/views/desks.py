"""Desks: where somebody writes, with the form they sent, for who may write there; the others learn nothing."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from cop import policy, web
from cop.forum import queries
from cop.forum.commands.writing import NOT_A_WRITER, why_not
from cop.forum.forms import EditForm, ReplyForm, TopicForm, WritingForm
from cop.forum.views.posts import editable, editor_of, show_edit
from cop.forum.views.topics import reader_in, show_topic
from cop.forum.views.writing import lines_of, reader_at, show_new_topic
from cop.models import Sheet, Space
from cop.web.forms import hidden_number


@dataclass(frozen=True, slots=True)
class Desk:
    """`show(**more)` makes its page with the form as it was sent, `more` in the composer; `address` is the page's.

    `topic_id` is 0 where the topic is yet to be; `quoted` are ids of posts that the one that is edited quotes.
    """

    sheet: Sheet
    space: Space
    form: WritingForm
    address: str
    show: Callable[..., str]
    topic_id: int = 0
    quoted: Collection[int] = ()


def for_reply(topic_id: int) -> Desk:
    here = web.found(queries.topic_in(web.actor(), topic_id))
    policy.require(policy.can_reply(web.actor(), here), why_not(web.actor(), here))
    form = ReplyForm()
    page = min(hidden_number(form.page.data) or here.last_page, here.last_page)
    address = url_for("forum.topic", topic_id=topic_id, page=page, _anchor="reply")

    def show(**more: Any) -> str:
        return show_topic(here, page, form, reader=reader_in(here), **more)

    return Desk(Sheet("topic_id", topic_id), here.space, form, address, show, topic_id=here.id)


def for_topic(slug: str) -> Desk:
    here = web.space(slug)
    policy.require(policy.can_open_topic(web.actor(), here), NOT_A_WRITER)
    form = TopicForm()

    def show(**more: object) -> str:
        return show_new_topic(slug, form, lines_of(slug, request.form), reader=reader_at(slug), **more)

    return Desk(Sheet("space_id", here.id), here, form, url_for("forum.new_topic", slug=slug), show)


def for_edit(post_id: int) -> Desk:
    here = editable(post_id)
    form = EditForm()

    def show(**more: object) -> str:
        return show_edit(here, form, reader=editor_of(here), **more)

    address = url_for("forum.edit_page", post_id=post_id)
    sheet, topic = Sheet("post_id", post_id), here.topic
    return Desk(sheet, topic.space, form, address, show, topic_id=topic.id, quoted=here.known_quotes)
