"""Writing statements and publishing them, for those who run the network."""

from functools import wraps
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.differences import compare
from cop.errors import Conflict, CopError, NotFound
from cop.markup import Words
from cop.models import StatementKind, StatementVersion
from cop.statements import commands, queries
from cop.statements.forms import DraftForm, PublishForm
from cop.statements.views.addresses import blueprint
from cop.web import Answer


def for_publishers(view: Any) -> Any:
    """Nobody else learns what is to be published next."""

    @wraps(view)
    @login_required
    def shown(**kwargs: Any) -> Any:
        if not policy.can_publish(web.actor()):
            raise NotFound
        return view(**kwargs)

    return shown


@blueprint.get("/statements")
@for_publishers
def all_of_them() -> str:
    return render_template("statements/all.html", standings=queries.all_standings())


@blueprint.get("/statements/<statement:page>/draft")
@for_publishers
def draft(page: StatementKind) -> str:
    begun = queries.draft_of(page)
    return _show_draft(page, DraftForm(formdata=None, text=begun.text, version=begun.version))


@blueprint.post("/statements/<statement:page>/draft")
@for_publishers
def keep_draft(page: StatementKind) -> Answer:
    """Keep it, or only look at it. Where somebody was first both texts are shown, and the next save is a knowing one
    (F15).
    """
    form, go = DraftForm(), request.form.get("go", "keep")
    text = form.text.data or ""
    try:
        if go == "preview":
            shown = Words.of(queries.filled(text), limit=queries.TEXT_LIMIT)
            return _show_draft(page, form, html=shown.html)
        commands.keep_draft(actor_id=current_user.id, kind=page, text=text, version=form.seen_version())
    except CopError as error:
        status = web.explain(form, error)
        return _show_draft(page, form, is_conflict=isinstance(error, Conflict)), status
    if go == "publish":
        return redirect(url_for("statements.publishing", page=page), 303)
    flash("The draft is kept. Nothing is published yet.", "good")
    return redirect(url_for("statements.draft", page=page), 303)


def _show_draft(page: StatementKind, form: DraftForm, *, is_conflict: bool = False, html: str = "") -> str:
    now = queries.draft_of(page) if is_conflict else None
    if now is not None:
        form.version.data = str(now.version)
    return render_template(
        "statements/draft.html",
        kind=page,
        form=form,
        theirs=now and now.text,
        html=html,
        blanks=queries.blanks(queries.filled(form.text.data or "")),
    )


@blueprint.get("/statements/<statement:page>/publishing")
@for_publishers
def publishing(page: StatementKind) -> str:
    form = PublishForm.about(page)
    form.renew_key()
    return _show_publishing(page, form)


@blueprint.post("/statements/<statement:page>/publishing")
@for_publishers
def publish(page: StatementKind) -> Answer:
    form = PublishForm.about(page)
    error: CopError | None = None
    try:
        if form.validate():
            return _publish(page, form)
    except CopError as refused:
        error = refused
        error.field = error.field or "draft"
        web.explain(form, error)
    form.renew_key(error)
    return _show_publishing(page, form), error.status if error else 422


def _publish(page: StatementKind, form: PublishForm) -> Response:
    published = commands.publish(
        actor_id=current_user.id,
        kind=page,
        version=form.seen_draft(),
        change=form.change.data or "",
        is_material=form.says_material(),
        key=form.sent_key(),
    )
    flash(f"{page.label}: version {published.number} is published.", "good")
    return redirect(url_for("statements.all_of_them"), 303)


def _show_publishing(page: StatementKind, form: PublishForm) -> str:
    """With the draft as it is now: what is published next is what this page shows."""
    begun, published = queries.draft_of(page), StatementVersion.newest(page)
    text, form.draft.data = queries.filled(begun.text), str(begun.version)
    return render_template(
        "statements/publishing.html",
        kind=page,
        form=form,
        published=published,
        is_new=published is None or published.text != text,
        html=queries.html_of(text),
        pieces=compare(published.text, text) if published else None,
        blanks=queries.blanks(text),
    )
