"""A topic: its posts page by page, and how far it was read."""

from functools import partial

from flask import redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, quoting, web
from cop.errors import NotFound
from cop.forum import commands, payloads, queries
from cop.forum.commands.writing import why_not
from cop.forum.forms import ReplyForm, blank_reply
from cop.forum.payloads import Placed
from cop.forum.queries import Head, Reader
from cop.forum.views.addresses import blueprint
from cop.models import ForumDraft, Sheet, Topic
from cop.models.topics import PAGE, page_of
from cop.policy import Actor
from cop.web import asked
from cop.web.forms import fresh_key

MAY = {
    "write": policy.can_reply,
    "moderate": lambda actor, topic: policy.moderates(actor, topic.space),
    "answer": policy.can_choose_answer,
    "history": policy.can_see_summary_revisions,
    "revisions": lambda actor, topic: topic.space.shows_revisions or policy.moderates(actor, topic.space),
    "steer": policy.can_steer_topic,
    "rename": policy.can_rename_topic,
    "tag": policy.can_tag_topic,
    "summarise": policy.can_edit_summary,
    "poll": policy.can_open_poll,
}
"""What a page says of who reads it. The first five words are for what the fragments in it offer."""


@blueprint.get("/topics/<int:topic_id>")
@login_required
def topic(topic_id: int) -> str | Response:
    """A page of a topic; `page=unread` goes to the first post that is new to the reader, `page=last` to the last."""
    found = queries.topic_of(web.actor(), topic_id)
    if found is None:
        return redirect(_address_of_merged(topic_id), 301)
    here, head = found
    word = asked.only("page")
    if word == "last":
        return redirect(url_for("forum.topic", topic_id=topic_id, page=here.last_page, _anchor="newest"))
    if word == "unread":
        return redirect(_first_unread(here))
    page = 1 if word is None else asked.counted(word)
    if page > here.last_page:
        raise NotFound
    reader = reader_in(here)
    return show_topic(here, page, _reply_form(_quotation(here), reader.draft), reader=reader, head=head)


def _address_of_merged(topic_id: int) -> str:
    """Where a topic that was merged into another leads, for whoever may read that one."""
    into = web.found(queries.merged_into(web.actor(), topic_id))
    return url_for("forum.topic", topic_id=into.id)


def _first_unread(here: Topic) -> str:
    position = queries.first_unread(web.actor(), here)
    if position is None:
        return url_for("forum.topic", topic_id=here.id, page=here.last_page, _anchor="newest")
    return url_for("forum.topic", topic_id=here.id, page=page_of(position), _anchor="first-unread")


def _quotation(here: Topic) -> str:
    """The words that the reader asked to answer; NotFound where they may not be quoted here (S35)."""
    post_id = asked.number("quote")
    if post_id is None:
        return ""
    post = web.found(queries.text_to_quote(web.actor(), post_id, space_id=here.space_id))
    return quoting.quote_from(url_for("forum.post", post_id=post.id), post.text, name=post.author.name)


def _reply_form(quoted: str, draft: ForumDraft | None) -> ReplyForm:
    """The form of everybody, for who quotes nothing and has begun nothing."""
    if not (quoted or draft):
        return blank_reply()
    form = ReplyForm(text=quoted)
    form.quoted = quoted
    form.resume(draft)
    return form


def reader_in(here: Topic) -> Reader:
    """How whoever asks stands to the topic, with what they have begun to reply."""
    return queries.reader_of(web.actor(), here.space, topic_id=here.id, sheet=Sheet("topic_id", here.id))


def show_topic(
    here: Topic, page: int, form: ReplyForm, *, reader: Reader, head: Head | None = None, **more: object
) -> str:
    """The page, and once it has gone out the note that it was read. `more` is shown in its composer; without a `head`
    the topic was read with all that this shows.
    """
    shown = payloads.posts_on(web.actor(), here, page)
    known = next((place for place, each in enumerate(shown) if reader.finds_new(each.stamp)), len(shown))
    _note(here, reader, shown)
    queries.load_polls(here)
    return render_template(
        "forum/topic.html",
        head=head or Head.of(here),
        earlier=payloads.joined(shown[:known]),
        later=payloads.joined(shown[known:]),
        first_new=shown[known].stamp if known < len(shown) else None,
        may=_may(web.actor(), here),
        size=PAGE,
        related=queries.related(web.actor(), here),
        **composing(here, reader, form, page=page),
        **more,
    )


def _may(actor: Actor, here: Topic) -> list[str]:
    return [word for word, can in MAY.items() if can(actor, here)]


def composing(here: Topic, reader: Reader, form: ReplyForm, *, page: int) -> dict[str, object]:
    """What the composer is made of, within its page or by itself."""
    return {
        "topic": here,
        "space": here.space,
        "reader": reader,
        "form": form,
        "blank": blank_reply(),
        "key": form.key.data or fresh_key(),
        "page": page,
        "why_not": why_not(web.actor(), here),
    }


def _note(here: Topic, reader: Reader, shown: list[Placed]) -> None:
    last = max((each.stamp.position or 0 for each in shown), default=0)
    if last > reader.position:
        web.after_response(
            partial(commands.mark_read, actor_id=current_user.id, topic_id=here.id, position=last)
        )


@blueprint.post("/topics/<int:topic_id>/reading")
@login_required
def read_topic(topic_id: int) -> tuple[str, int]:
    """Note that what arrived in an open page was read up to `position`."""
    position = asked.counted(request.form.get("position", ""))
    commands.mark_read(actor_id=current_user.id, topic_id=topic_id, position=position)
    return "", 204
