"""Opening a topic and replying. A refusal keeps every word in its place."""

from flask import flash, make_response, redirect, render_template, request
from flask_login import current_user, login_required
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from cop import web
from cop.errors import Conflict, CopError, Forbidden, Full, Invalid, NotFound, TooFast, TooLarge, Unreachable
from cop.forum import commands, payloads, queries
from cop.forum.commands.writing import NOT_A_WRITER
from cop.forum.forms import ReplyForm, TopicForm
from cop.forum.queries import Reader, Stamp
from cop.forum.views.addresses import address_of, blueprint
from cop.forum.views.attaching import taken
from cop.forum.views.topics import composing, reader_in, show_topic
from cop.models import Message, Post, Sheet, Space, SpaceKind, State, Topic
from cop.models.mentions import calls_everyone
from cop.web import asked
from cop.web.asked import is_fragment
from cop.web.forms import fresh_key, hidden_number

KEPT = (Conflict, Forbidden, Full, Invalid, TooFast, TooLarge, Unreachable)
"""Refusals after which the form is shown again with what was typed."""

NOT_EVERYONE = "“@everyone” told nobody: facilitators and moderators alone can tell everybody."
HELD = "A moderator reads this first. Only you and the moderators see it until then."


@blueprint.get("/spaces/<slug>/topics/new")
@login_required
def new_topic(slug: str) -> str:
    """The form; with the lines of the room that the address names, quoted in it."""
    lines = lines_of(slug, request.args)
    form = TopicForm(text=queries.quoted(lines))
    return show_new_topic(slug, form, lines, reader=_resumed(slug, form))


def _resumed(slug: str, form: TopicForm) -> Reader:
    reader = reader_at(slug)
    form.resume(reader.draft)
    return reader


def reader_at(slug: str) -> Reader:
    """How whoever asks stands to the space, with the topic that they have begun there."""
    here = web.space(slug)
    return queries.reader_of(web.actor(), here, sheet=Sheet("space_id", here.id))


@blueprint.post("/spaces/<slug>/topics/new")
@login_required
def open_topic(slug: str) -> Response | tuple[str, int]:
    form = TopicForm()
    here = web.space(slug)
    chosen = _chosen(request.form)
    try:
        post = commands.open_topic(
            actor_id=current_user.id,
            space_id=here.id,
            title=form.title.data or "",
            text=form.text.data or "",
            key=form.sent_key(),
            message_ids=chosen,
            tag_ids=form.tags.data or [],
            files=taken(lambda: here, form.sent_key()),
        )
    except KEPT as error:
        status = explained(form, error)
        return show_new_topic(slug, form, lines_of(slug, request.form), reader=reader_at(slug)), status
    return gone_to(post)


def _chosen(sent: MultiDict[str, str]) -> list[int]:
    """Ids of the lines that the address or the form names; more than can be chosen is a bad request."""
    words = sent.getlist("message")
    if len(words) > queries.MOST_LINES:
        raise BadRequest
    return [asked.counted(word) for word in words]


def lines_of(slug: str, sent: MultiDict[str, str]) -> list[Message]:
    """Those of the lines named that can be read and quoted now; others are left out, whatever became of them."""
    return queries.quotable_lines(web.actor(), web.space(slug), _chosen(sent))


def show_new_topic(
    slug: str, form: TopicForm, lines: list[Message], *, reader: Reader, **more: object
) -> str:
    """The form, with `more` in its composer."""
    here = web.space(slug)
    if here.kind is SpaceKind.DIRECT:
        raise NotFound
    form.offer(queries.tags_in(here))
    about = {"space": here, "reader": reader, "form": form, "lines": lines, "why_not": NOT_A_WRITER}
    return render_template("forum/new_topic.html", **about, **more)


@blueprint.post("/topics/<int:topic_id>/posts")
@login_required
def reply(topic_id: int) -> Response | tuple[str, int]:
    """Post a reply; htmx gets the fragment and a fresh key, or the composer again with what is wrong."""
    form = ReplyForm()
    try:
        post = commands.post_reply(
            actor_id=current_user.id,
            topic_id=topic_id,
            text=form.text.data or "",
            key=form.sent_key(),
            files=taken(lambda: _space_of(topic_id), form.sent_key()),
        )
    except KEPT as error:
        return _ask_again(topic_id, form, error)
    return _put(post, form) if is_fragment() else gone_to(post)


def _space_of(topic_id: int) -> Space:
    topic: Topic = web.found(queries.topic_in(web.actor(), topic_id))
    return topic.space


def gone_to(post: Post) -> Response:
    """Off to the post, with a word if it waits."""
    if post.state is State.HELD:
        flash(HELD, "needs")
    if calls_everyone(post.text) and not post.names_everyone:
        flash(NOT_EVERYONE, "needs")
    return redirect(address_of(post), 303)


def _put(post: Post, form: ReplyForm) -> Response:
    """The post for the page it belongs to; elsewhere the browser goes to that page."""
    if form.page.data != str(post.page):
        return make_response("", 204, {"HX-Redirect": address_of(post)})
    shown = payloads.joined([payloads.placed(Stamp.of(post))])
    body = render_template("forum/posted.html", post=shown, key=fresh_key())
    return make_response(body, 200, {"HX-Post": str(post.id)})


def _ask_again(topic_id: int, form: ReplyForm, error: CopError) -> Response | tuple[str, int]:
    status = explained(form, error)
    here = web.found(queries.topic_in(web.actor(), topic_id))
    reader = reader_in(here)
    if not is_fragment():
        return show_topic(here, here.last_page, form, reader=reader), status
    page = hidden_number(form.page.data) or here.last_page
    body = render_template("forum/composer.html", **composing(here, reader, form, page=page))
    return make_response(body, status, {"HX-Retarget": "#reply", "HX-Reswap": "outerHTML"})


def explained(form: ReplyForm | TopicForm, error: CopError) -> int:
    """Say beside the field what is wrong, and get the form ready to be sent again."""
    web.forget_actor()
    form.renew_key(error)
    error.field = error.field or "text"
    return web.explain(form, error)
