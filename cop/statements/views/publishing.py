"""Writing statements and publishing them, for those who run the network."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import Conflict, CopError, NotFound
from cop.markup import Words
from cop.models import StatementKind, StatementVersion
from cop.statements import commands, queries
from cop.statements.forms import DraftForm, PublishForm
from cop.statements.views.addresses import blueprint
from cop.web import Answer


def for_publishers(view: Callable[..., Any]) -> Callable[..., Any]:
    """Nobody else learns what is to be published next. The view is given the kind that its address names."""

    @wraps(view)
    @login_required
    def shown(page: StatementKind | None = None) -> Any:
        if not policy.can_publish(web.actor()):
            raise NotFound
        return view(kind=page) if page else view()

    return shown


@blueprint.get("/statements")
@for_publishers
def all_of_them() -> str:
    return render_template("statements/all.html", standings=queries.all_standings())


@blueprint.get("/statements/<statement:page>/draft")
@for_publishers
def draft(kind: StatementKind) -> str:
    begun = queries.draft_of(kind)
    return _show_draft(kind, DraftForm(formdata=None, text=begun.text, version=begun.version))


@blueprint.post("/statements/<statement:page>/draft")
@for_publishers
def keep_draft(kind: StatementKind) -> Answer:
    """Keep it, or only look at it. Where somebody was first both texts are shown, and the next save is a knowing one
    (F15).
    """
    form, go = DraftForm(), request.form.get("go", "keep")
    text = form.text.data or ""
    try:
        if go == "preview":
            shown = Words.of(queries.filled(text), limit=queries.TEXT_LIMIT)
            return _show_draft(kind, form, html=shown.html)
        commands.keep_draft(actor_id=current_user.id, kind=kind, text=text, version=form.seen_version())
    except CopError as error:
        status = web.explain(form, error)
        return _show_draft(kind, form, is_conflict=isinstance(error, Conflict)), status
    if go == "publish":
        return redirect(url_for("statements.publishing", page=kind.page), 303)
    flash("The draft is kept. Nothing is published yet.", "good")
    return redirect(url_for("statements.draft", page=kind.page), 303)


def _show_draft(kind: StatementKind, form: DraftForm, *, is_conflict: bool = False, html: str = "") -> str:
    now = queries.draft_of(kind) if is_conflict else None
    if now is not None:
        form.version.data = str(now.version)
    return render_template(
        "statements/draft.html",
        kind=kind,
        form=form,
        theirs=now and now.text,
        html=html,
        blanks=queries.blanks(queries.filled(form.text.data or "")),
    )


@blueprint.get("/statements/<statement:page>/publishing")
@for_publishers
def publishing(kind: StatementKind) -> str:
    form = PublishForm.about(kind)
    form.renew_key()
    return _show_publishing(kind, form)


@blueprint.post("/statements/<statement:page>/publishing")
@for_publishers
@web.proved
def publish(kind: StatementKind) -> Answer:
    form = PublishForm.about(kind)
    error: CopError | None = None
    try:
        if form.validate():
            return _publish(kind, form)
    except CopError as refused:
        error = refused
        error.field = error.field or "draft"
        web.explain(form, error)
    form.renew_key(error)
    return _show_publishing(kind, form), error.status if error else 422


def _publish(kind: StatementKind, form: PublishForm) -> Response:
    published = commands.publish(
        actor_id=current_user.id,
        kind=kind,
        version=form.seen_draft(),
        change=form.change.data or "",
        is_material=form.says_material(),
        key=form.sent_key(),
    )
    flash(f"{kind.label}: version {published.number} is published.", "good")
    return redirect(url_for("statements.all_of_them"), 303)


def _show_publishing(kind: StatementKind, form: PublishForm) -> str:
    """With the draft as it is now: what is published next is what this page shows."""
    begun, published = queries.draft_of(kind), StatementVersion.newest(kind)
    text, form.draft.data = queries.filled(begun.text), str(begun.version)
    return render_template(
        "statements/publishing.html",
        kind=kind,
        form=form,
        published=published,
        is_new=published is None or published.text != text,
        html=queries.html_of(text),
        pieces=queries.changes(published.text, text) if published else None,
        blanks=queries.blanks(text),
    )
