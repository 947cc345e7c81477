"""Blocking a person, with a plain word on what that does; and taking it back."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from sqlalchemy import select
from werkzeug.wrappers import Response

from cop import policy, web
from cop.models import Person
from cop.spaces import commands
from cop.spaces.forms import BlockForm
from cop.spaces.queries import conversations
from cop.spaces.views.blueprint import blueprint


@blueprint.get("/people/<int:person_id>/block")
@login_required
def blocking(person_id: int) -> str:
    actor = web.actor()
    policy.require(person_id != actor.id, "You can't block yourself.")
    someone = web.found(select(Person).where(Person.id == person_id, policy.visible_profiles(actor)))
    return render_template(
        "spaces/block.html",
        form=BlockForm(),
        someone=someone,
        conversations=conversations.conversations_with(actor, person_id),
    )


@blueprint.post("/people/<int:person_id>/block")
@login_required
def block(person_id: int) -> Response:
    commands.block_person(actor_id=current_user.id, person_id=person_id)
    flash("Blocked. They are not told.", "good")
    return redirect(url_for("spaces.person", person_id=person_id), 303)


@blueprint.post("/people/<int:person_id>/block/removal")
@login_required
def unblock(person_id: int) -> Response:
    commands.unblock_person(actor_id=current_user.id, person_id=person_id)
    flash("The block is gone. You can write to each other again.", "good")
    return redirect(url_for("accounts.account", _anchor="blocks"), 303)
