"""Who belongs to a space, and bringing in somebody who is in the network already."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError
from cop.models import Space, SpaceKind
from cop.spaces import commands
from cop.spaces.forms import ROLES_IN_WORDS, AddMemberForm
from cop.spaces.queries import members as belonging
from cop.spaces.views.asked import place
from cop.spaces.views.blueprint import blueprint
from cop.web import asked


@blueprint.get("/spaces/<slug>/members")
@login_required
def members(slug: str) -> str | Response:
    """Current members by name. Those of a conversation stand on the page about it."""
    space = web.space(slug)
    if space.kind is SpaceKind.DIRECT:
        return redirect(url_for("spaces.about", slug=slug), 303)
    name, after = asked.name(), place()
    manages = policy.can_manage_members(web.actor(), space)
    return render_template(
        "spaces/members.html",
        space=space,
        audience=belonging.audience(space),
        page=belonging.members(space, name=name, after=after),
        name=name,
        is_first=after is None,
        manages=manages,
        invitations=belonging.invitations(space) if manages else [],
    )


@blueprint.get("/spaces/<slug>/members/new")
@login_required
def new_member(slug: str) -> str:
    space = managed_space(slug)
    return _page(space, AddMemberForm())


@blueprint.post("/spaces/<slug>/members")
@login_required
@web.proved
def add_member(slug: str) -> tuple[str, int] | Response:
    space = managed_space(slug)
    form = AddMemberForm().offer([], space)
    if not form.validate_on_submit():
        return _page(space, form), 422
    try:
        commands.add_member(
            actor_id=current_user.id, space_id=space.id, person_id=form.person.data, role=form.role.data
        )
    except CopError as error:
        status = web.explain(form, error)
        return _page(managed_space(slug), form), status
    flash(f"Added to {space.name}.", "good")
    return redirect(url_for("spaces.member", slug=slug, person_id=form.person.data), 303)


def managed_space(slug: str) -> Space:
    """The space `slug`, whose members the actor looks after."""
    space = web.space(slug)
    allowed = policy.can_manage_members(web.actor(), space)
    policy.require(allowed, "Only the moderators of this space can change its members.")
    return space


def _page(space: Space, form: AddMemberForm) -> str:
    name = asked.name()
    found = belonging.newcomers(web.actor(), space, name=name) if name else []
    hints = {role.value: sentence for role, sentence in ROLES_IN_WORDS.items()}
    return render_template(
        "spaces/new_member.html",
        space=space,
        form=form.offer(found, space),
        found=found,
        name=name,
        hints=hints,
    )
