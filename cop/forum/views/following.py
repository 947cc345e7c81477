"""What I follow and what I have muted, all in one place, each with a button that ends it."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from cop import web
from cop.forum import commands, queries
from cop.forum.views.addresses import blueprint
from cop.models import Stance
from cop.web import asked

SHOWN = {None: Stance.FOLLOWED, "muted": Stance.MUTED}


@blueprint.get("/me/following")
@login_required
def following() -> str:
    """What I follow, or with `show=muted` what I have muted; `before` is the place where a page begins."""
    stance, before = _stance(), asked.number("before")
    found = queries.heeded(web.actor(), stance, before=before)
    return render_template(
        "forum/following.html", found=found, stance=stance, show=asked.only("show"), is_first=before is None
    )


def _stance() -> Stance:
    word = asked.only("show")
    if word not in SHOWN:
        raise BadRequest
    return SHOWN[word]


@blueprint.post("/me/following/topics/<int:topic_id>/removal")
@login_required
def let_topic_be(topic_id: int) -> Response:
    """Neither follow nor mute a topic; back to the list that the address names."""
    here = web.found(queries.topic_in(web.actor(), topic_id))
    commands.heed_topic(actor_id=current_user.id, topic_id=here.id, stance=Stance.NEITHER)
    return _back(here.title)


@blueprint.post("/me/following/spaces/<slug>/removal")
@login_required
def let_space_be(slug: str) -> Response:
    """The same for a whole space."""
    here = web.space(slug)
    commands.heed_space(actor_id=current_user.id, space_id=here.id, stance=Stance.NEITHER)
    return _back(here.name)


def _back(name: str) -> Response:
    was = "muted" if _stance() is Stance.MUTED else "followed"
    flash(f"No longer {was}: {name}", "good")
    return redirect(url_for("forum.following", show=asked.only("show")), 303)
