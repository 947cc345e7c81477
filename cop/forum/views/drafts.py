"""What somebody has begun to write: kept while they type, listed for them, thrown away and taken back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required

from cop import web
from cop.errors import Conflict, CopError, NotFound
from cop.forum import commands, queries
from cop.forum.views import desks
from cop.forum.views.addresses import blueprint
from cop.forum.views.desks import Desk
from cop.models import ForumDraft
from cop.web import asked
from cop.web.forms import fresh_key

JSON = "application/json"


@blueprint.post("/topics/<int:topic_id>/draft")
@login_required
def keep_reply(topic_id: int) -> Any:
    return _keep(desks.for_reply(topic_id))


@blueprint.post("/spaces/<slug>/topics/new/draft")
@login_required
def keep_topic(slug: str) -> Any:
    return _keep(desks.for_topic(slug))


@blueprint.post("/posts/<int:post_id>/edit/draft")
@login_required
def keep_edit(post_id: int) -> Any:
    return _keep(desks.for_edit(post_id))


def _keep(desk: Desk) -> Any:
    """Keep what was typed. A script is told in JSON how it stands; a form comes back to its page with every word."""
    try:
        draft = commands.keep_draft(actor_id=current_user.id, sheet=desk.sheet, begun=desk.form.begun())
    except NotFound:
        raise
    except CopError as error:
        web.forget_actor()
        return _refused(desk, error)
    if _asks_for_json():
        told = queries.told_of(web.actor(), desk.space, draft.text if draft else "", sheet=desk.sheet)
        return (_standing(draft) if draft else _nothing(desk)) | {"told": told}
    flash(
        "Draft saved. You find it here again, on any device." if draft else "There is nothing to keep.",
        "good",
    )
    return redirect(desk.address, 303)


def _refused(desk: Desk, error: CopError) -> Any:
    """Why it was not kept and, where another page was first, what that has kept."""
    draft = queries.draft_on(web.actor(), desk.sheet) if isinstance(error, Conflict) else None
    if _asks_for_json():
        elsewhere = _standing(draft) | {"title": draft.title, "text": draft.text} if draft else None
        return {"error": error.message, "code": error.code, "draft": elsewhere}, error.status
    if draft is not None:
        desk.form.know(draft)
    error.field = error.field or "text"
    status = web.explain(desk.form, error)
    return desk.show(elsewhere=draft), status


def _asks_for_json() -> bool:
    return request.accept_mimetypes.best == JSON


def _nothing(desk: Desk) -> dict[str, object]:
    """Nothing is kept. A form whose words are posted needs another key; files may wait under that of an empty one."""
    key = None if desk.form.text.data else desk.form.key.data
    return {"id": None, "turn": 0, "saved_at": None, "key": key or fresh_key()}


def _standing(draft: ForumDraft) -> dict[str, object]:
    at = draft.saved_at.isoformat()
    return {"id": draft.id, "turn": draft.turn, "saved_at": at, "key": draft.key or fresh_key()}


@blueprint.get("/me/drafts")
@login_required
def drafts() -> str:
    """All that one has begun and not sent; `discarded` is of one that was thrown away just now."""
    return render_template(
        "forum/drafts.html", drafts=queries.drafts_of(web.actor()), discarded=asked.number("discarded")
    )


@blueprint.post("/drafts/<int:draft_id>/removal")
@login_required
def discard(draft_id: int) -> Any:
    draft = commands.discard_draft(actor_id=current_user.id, draft_id=draft_id)
    if _asks_for_json():
        return "", 204
    return redirect(url_for("forum.drafts", discarded=draft.id), 303)


@blueprint.post("/drafts/<int:draft_id>/restoration")
@login_required
def take_back(draft_id: int) -> Any:
    commands.take_back_draft(actor_id=current_user.id, draft_id=draft_id)
    if _asks_for_json():
        return "", 204
    flash("You have it again.", "good")
    return redirect(url_for("forum.drafts"), 303)
