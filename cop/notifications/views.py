"""The page of a person's notices, the way from one to what it is about, and what they choose to be told of."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import web
from cop.errors import NotFound
from cop.models import NoticeKind, Unwanted, Verdict
from cop.models.meetings_states import MeetingState
from cop.models.notices import COUNTED, OF_GATHERINGS, OF_PAIRS, OF_SETS, OWED
from cop.notifications import commands, queries
from cop.notifications.forms import KindsForm
from cop.notifications.queries import Shown
from cop.web import asked

blueprint = Blueprint("notifications", __name__)

OF_SPACES = (NoticeKind.REPORT, NoticeKind.WORKSHOP, *OF_SETS, *OF_GATHERINGS, *OWED)
"""Kinds that lead to a page of a space, and to nobody's words."""

OF_DAYS = (
    NoticeKind.WORKSHOP,
    NoticeKind.DATES,
    NoticeKind.MEETING,
    NoticeKind.HOSTING,
    NoticeKind.SOON,
    *OF_GATHERINGS,
)
"""Kinds about something that is held on a day."""

PAGES: dict[NoticeKind, tuple[str, str, str | None]] = {
    NoticeKind.CONTRACT: ("meetings.contract", "set_slug", None),
    NoticeKind.INSPECTION: ("spaces.about", "slug", "inspections"),
    NoticeKind.PLACED: ("spaces.members", "slug", None),
}
"""Of these to which: the page, what it calls the address of the space, and the place on it. Others: to its forum."""


@blueprint.get("/notifications")
@login_required
def notices() -> str:
    """Newest first; `undo` is the moment of what was marked just now and can be unmarked."""
    word = asked.only("undo")
    return render_template(
        "notifications/notices.html",
        page=queries.page_of(web.actor(), before=asked.number("before")),
        is_first=asked.only("before") is None,
        undo=asked.whole(word) if word is not None else None,
    )


@blueprint.get("/notifications/<int:notice_id>")
@login_required
def notice(notice_id: int) -> Response:
    """Off to what it is about; once the answer has gone out it is seen."""
    shown = _mine(notice_id)
    if shown.is_unseen:
        web.after_response(partial(commands.see_notice, actor_id=current_user.id, notice_id=notice_id))
    return redirect(_address_of(shown))


def _mine(notice_id: int) -> Shown:
    shown = queries.one(web.actor(), notice_id)
    if shown is None:
        raise NotFound
    return shown


def _address_of(shown: Shown) -> str:
    if shown.kind is NoticeKind.ANSWERED or shown.kind in OF_PAIRS:
        return _address_of_intention(shown)
    if shown.kind in OF_SPACES or shown.verdict is Verdict.MOVE_AWAY:
        return _address_of_space(shown)
    if shown.message_id is not None:
        return url_for("chat.message", message_id=shown.message_id)
    if shown.post_id is not None or shown.topic_id is not None:
        return _address_in_forum(shown)
    # about somebody or everybody, and nothing that they wrote
    return url_for("statements.accept" if shown.kind is NoticeKind.STATEMENT else "moderation.about_me")


def _address_in_forum(shown: Shown) -> str:
    if shown.post_id is not None:
        return url_for("forum.post", post_id=shown.post_id)
    page = "unread" if shown.kind in COUNTED else None
    return url_for("forum.topic", topic_id=shown.topic_id, page=page)


def _address_of_intention(shown: Shown) -> str:
    if shown.intention_id is not None:
        return url_for("intentions.intention", intention_id=shown.intention_id, _anchor="offers")
    return url_for("intentions.of_pair", pair=shown.space.slug)


def _address_of_date(shown: Shown) -> str:
    """Of the page of a workshop, a visit, an event or a meeting."""
    if shown.workshop_id is not None:
        return url_for("programme.workshop", workshop_id=shown.workshop_id)
    if shown.gathering.id is not None:
        return url_for("gatherings.gathering", gathering_id=shown.gathering.id)
    page = "meetings.dates" if shown.meeting_state is MeetingState.PROPOSED else "meetings.meeting"
    return url_for(page, meeting_id=shown.meeting_id)


def _address_of_space(shown: Shown) -> str:
    if shown.kind in OF_DAYS:
        return _address_of_date(shown)
    if shown.kind is NoticeKind.ACTION:
        return url_for("meetings.my_actions")
    page, called, anchor = PAGES.get(shown.kind, ("forum.space", "slug", None))
    values: dict[str, Any] = {called: shown.space.slug, "_anchor": anchor}
    return url_for(page, **values)


@blueprint.post("/notifications/<int:notice_id>/reading")
@login_required
def see(notice_id: int) -> Response:
    moment = commands.see_notice(actor_id=current_user.id, notice_id=_mine(notice_id).id)
    return redirect(url_for("notifications.notices", undo=moment), 303)


@blueprint.post("/notifications/reading")
@login_required
def see_all() -> Response:
    """Mark all as read that was there when the page was made."""
    moment = commands.see_all(actor_id=current_user.id, upto=asked.whole(request.form.get("upto", "")))
    return redirect(url_for("notifications.notices", undo=moment), 303)


@blueprint.post("/notifications/reading/removal")
@login_required
def forget_seen() -> Response:
    """Undo: what was marked at that moment is unread again."""
    commands.forget_seen(actor_id=current_user.id, moment=asked.whole(request.form.get("moment", "")))
    return redirect(url_for("notifications.notices"), 303)


@blueprint.get("/me/notifications")
@login_required
def kinds() -> str:
    form = KindsForm.without(Unwanted.of(current_user.id))
    return render_template("notifications/kinds.html", form=form)


@blueprint.post("/me/notifications")
@login_required
def choose_kinds() -> Response:
    commands.choose_kinds(actor_id=current_user.id, wanted=KindsForm().wanted)
    flash("Saved.", "good")
    return redirect(url_for("notifications.kinds"), 303)
