"""My data: what is kept of me, and a copy of it, which nobody else can ask for or open."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response as Redirect
from werkzeug.wsgi import wrap_file

from cop import storage, web
from cop.clock import LONDON
from cop.errors import NotFound, TooFast
from cop.exports import commands, queries
from cop.models import Export
from cop.web import asked

blueprint = Blueprint("exports", __name__)

SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Whatever a browser makes of it: nothing in it runs here."""


@blueprint.get("/me/data")
@login_required
def mine() -> str:
    """What there is; for htmx, while a copy is made, how far it has come."""
    template = "exports/_state.html" if asked.is_fragment() else "exports/mine.html"
    export = queries.export_of(current_user.id)
    return render_template(template, export=export, chapters=queries.CHAPTERS, untold=queries.UNTOLD)


@blueprint.post("/me/data")
@login_required
@web.proved
def ask() -> Redirect:
    try:
        commands.ask_for_export(actor_id=current_user.id)
    except TooFast as error:
        flash(error.message, "needs")
    return redirect(url_for("exports.mine"), 303)


@blueprint.get("/me/data/copy")
@login_required
@web.proved
def copy() -> Response:
    """The archive, to be saved; that it is theirs and there is asked anew each time."""
    export: Export = web.found(queries.ready_export(web.actor()))
    file = storage.store().open(export.stored or "")
    response = Response(
        wrap_file(request.environ, file), content_type="application/zip", direct_passthrough=True
    )
    response.content_length = export.size
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(export)}"'
    response.headers["Content-Security-Policy"] = SANDBOX
    response.call_on_close(file.close)
    return response


@blueprint.post("/me/data/copy/removal")
@login_required
def delete() -> Redirect:
    commands.delete_export(actor_id=current_user.id)
    flash("Your copy is deleted here. What you have saved of it stays with you.", "good")
    return redirect(url_for("exports.mine"), 303)


def _name(export: Export) -> str:
    if export.made_at is None:
        raise NotFound
    return f"my-data-{export.made_at.astimezone(LONDON):%Y-%m-%d}.zip"
