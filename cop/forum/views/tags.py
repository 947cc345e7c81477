"""The tags of a space: for its readers a way into its topics, for its moderators the list that they keep."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.forum import commands, queries
from cop.forum.commands.steered import MODERATORS_ONLY
from cop.forum.forms import TagForm
from cop.forum.views.addresses import blueprint
from cop.models import SpaceKind, Tag

Answer = Response | tuple[str, int]


@blueprint.get("/spaces/<slug>/tags")
@login_required
def tags(slug: str) -> str:
    return _show(slug, TagForm(formdata=None))


@blueprint.post("/spaces/<slug>/tags")
@login_required
def add_tag(slug: str) -> Answer:
    form, here = TagForm(), web.space(slug)
    name = form.name.data or ""
    return _done(slug, form, lambda: commands.add_tag(actor_id=current_user.id, space_id=here.id, name=name))


@blueprint.post("/spaces/<slug>/tags/<int:tag_id>")
@login_required
def rename_tag(slug: str, tag_id: int) -> Answer:
    form, here = TagForm(), _tag(slug, tag_id).id
    name = form.name.data or ""
    return _done(slug, form, lambda: commands.rename_tag(actor_id=current_user.id, tag_id=here, name=name))


@blueprint.get("/spaces/<slug>/tags/<int:tag_id>/removal")
@login_required
def tag_removal_page(slug: str, tag_id: int) -> str:
    """Asks whether it is to go, and says off how many topics: that can't be undone."""
    here, tag = web.space(slug), _tag(slug, tag_id)
    policy.require(policy.can_manage_tags(web.actor(), here), MODERATORS_ONLY)
    return render_template("forum/tag_removal.html", space=here, tag=tag, topics=queries.topics_with(tag))


@blueprint.post("/spaces/<slug>/tags/<int:tag_id>/removal")
@login_required
def remove_tag(slug: str, tag_id: int) -> Answer:
    here = _tag(slug, tag_id).id
    return _done(slug, TagForm(), lambda: commands.remove_tag(actor_id=current_user.id, tag_id=here))


def _tag(slug: str, tag_id: int) -> Tag:
    """A tag of this space, NotFound where it is in another list."""
    here: Tag = web.found(queries.tag_in(web.space(slug), tag_id))
    return here


def _done(slug: str, form: TagForm, change: Callable[[], object]) -> Answer:
    try:
        change()
    except (Conflict, Invalid, TooFast) as error:
        status = web.explain(form, error)
        return _show(slug, form), status
    flash("Saved. The list and the topics show it.", "good")
    return redirect(url_for("forum.tags", slug=slug), 303)


def _show(slug: str, form: TagForm) -> str:
    here = web.space(slug)
    if here.kind is SpaceKind.DIRECT:
        raise NotFound
    reader = queries.reader_of(web.actor(), here)
    counted = queries.tags_of(here)
    return render_template("forum/tags.html", space=here, reader=reader, form=form, counted=counted)
