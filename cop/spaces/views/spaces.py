"""My spaces, what one is about, and leaving it."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError
from cop.models import Conversation, Inspection, Space, SpaceKind
from cop.spaces import commands
from cop.spaces.forms import POLICIES, ROOM_STATES, LeavingForm
from cop.spaces.queries import conversations, members, spaces
from cop.spaces.views.blueprint import blueprint


@blueprint.get("/spaces")
@login_required
def index() -> str:
    actor = web.actor()
    return render_template(
        "spaces/index.html",
        spaces={space.id: space for space in spaces.spaces(actor)},
        only_named=spaces.only_named(actor) if actor.runs_network else [],
        may_create=bool(actor.runs_network or spaces.cohorts_to_divide(actor)),
    )


@blueprint.get("/spaces/<slug>/about")
@login_required
def about(slug: str) -> str:
    space = web.space(slug)
    if space.kind is SpaceKind.DIRECT:
        return _about_conversation(space)
    return render_template(
        "spaces/about.html",
        space=space,
        audience=members.audience(space),
        leaders=members.leaders(space),
        parent=_visible_parent(space),
        inspections=Inspection.told_in(space.id) if space.kind is SpaceKind.SET else [],
        policy_in_words=POLICIES[space.policy].hint,
        room_in_words=ROOM_STATES[space.room_state].label,
    )


def _about_conversation(space: Space) -> str:
    return render_template(
        "spaces/conversation.html",
        space=space,
        audience=members.audience(space),
        belonging=Conversation.belonging(space),
        blocked=conversations.blocked_by(web.actor()),
    )


def _visible_parent(space: Space) -> Space | None:
    parent = space.parent
    return parent if parent is not None and policy.can_read_space(web.actor(), parent) else None


@blueprint.get("/spaces/<slug>/leaving")
@login_required
def leaving(slug: str) -> str:
    return _leaving(slug, LeavingForm())


@blueprint.post("/spaces/<slug>/leaving")
@login_required
def leave(slug: str) -> tuple[str, int] | Response:
    space, form = web.space(slug), LeavingForm()
    try:
        commands.leave(actor_id=current_user.id, space_id=space.id)
    except CopError as error:
        status = web.explain(form, error)
        return _leaving(slug, form), status
    name = "the conversation" if space.kind is SpaceKind.DIRECT else space.name
    flash(f"You have left {name}. What you wrote there stays.", "good")
    return redirect(url_for("spaces.index"), 303)


def _leaving(slug: str, form: LeavingForm) -> str:
    space = web.space(slug)
    policy.require(bool(web.actor().roles_in(space.id)), "You are not a member of this space.")
    return render_template("spaces/leaving.html", space=space, form=form)
