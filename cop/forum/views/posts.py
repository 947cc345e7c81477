"""One post: its permanent address, its editing, its removal."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import Conflict, CopError, Forbidden, Full, Invalid, TooFast, TooLarge, Unreachable
from cop.forum import commands, queries
from cop.forum.commands.editing import why_not_edit
from cop.forum.forms import EditForm
from cop.forum.queries import Reader
from cop.forum.views.addresses import address_of, blueprint
from cop.forum.views.attaching import taken
from cop.models import Post, Sheet


@blueprint.get("/posts/<int:post_id>")
@login_required
def post(post_id: int) -> Response:
    """The permanent address of a post: off to the page where it stands now."""
    return redirect(address_of(_post(post_id)))


def _post(post_id: int) -> Post:
    """The post, if the reader may know of it: nobody else learns even where it would be (S7)."""
    return web.found(queries.post_in(web.actor(), post_id))


@blueprint.get("/posts/<int:post_id>/edit")
@login_required
def edit_page(post_id: int) -> str:
    """The form, with what was begun; where the post has changed since, beside what it says now (F15)."""
    here = editable(post_id)
    reader, form = editor_of(here), EditForm.of(here)
    form.resume(reader.draft)
    is_old = reader.draft is not None and reader.draft.seen_version != here.version
    return show_edit(here, form, reader=reader, is_conflict=is_old)


def editable(post_id: int) -> Post:
    """The post, if whoever asks may edit it now."""
    here = _post(post_id)
    policy.require(policy.can_edit_post(web.actor(), here), why_not_edit(web.actor(), here))
    return here


def editor_of(here: Post) -> Reader:
    """How whoever asks stands to the post's space, with the text that they have begun to give it."""
    return queries.reader_of(web.actor(), here.topic.space, sheet=Sheet("post_id", here.id))


def show_edit(here: Post, form: EditForm, *, reader: Reader, **more: object) -> str:
    """The form, with `more` in its composer."""
    about = {"post": here, "space": here.topic.space, "form": form, "reader": reader}
    return render_template("forum/edit.html", **about, **more)


@blueprint.post("/posts/<int:post_id>/edit")
@login_required
def edit(post_id: int) -> Response | tuple[str, int]:
    """Save it. Where somebody was first, both texts are shown and the next save is a knowing one (F15)."""
    form = EditForm()
    try:
        edited = commands.edit_post(
            actor_id=current_user.id,
            post_id=post_id,
            text=form.text.data or "",
            version=form.seen_version(),
            retitling=form.retitling(),
            files=taken(lambda: _post(post_id).topic.space, f"edit-{post_id}-{form.key.data}"),
            key=form.key.data or "",
        )
    except (Conflict, Invalid, Forbidden, Full, TooFast, TooLarge, Unreachable) as error:
        return _edit_again(post_id, form, error)
    return redirect(address_of(edited), 303)


def _edit_again(post_id: int, form: EditForm, error: CopError) -> tuple[str, int]:
    """The form with what was typed; where somebody was first, what they wrote stands beside it."""
    here = _post(post_id)
    policy.require(here.author_id == current_user.id, error.message)
    error.field = error.field or "text"
    status = web.explain(form, error)
    is_conflict = isinstance(error, Conflict)
    if is_conflict:
        form.meet(here)
    return show_edit(here, form, reader=editor_of(here), is_conflict=is_conflict), status


@blueprint.get("/posts/<int:post_id>/removal")
@login_required
def removal_page(post_id: int) -> str:
    here = _post(post_id)
    policy.require(policy.can_remove_post(web.actor(), here), "Only its author can remove a post.")
    return render_template("forum/removal.html", post=here, space=here.topic.space)


@blueprint.post("/posts/<int:post_id>/removal")
@login_required
def remove(post_id: int) -> Response:
    """Take it back; off to where it was, or to the forum where nothing is left to see."""
    slug = _post(post_id).topic.space.slug
    removed = commands.remove_post(actor_id=current_user.id, post_id=post_id)
    flash("Removed. Nobody can read it any more.", "good")
    is_there = removed.is_placed() and policy.can_read_topic(web.actor(), removed.topic)
    return redirect(address_of(removed) if is_there else url_for("forum.space", slug=slug), 303)
