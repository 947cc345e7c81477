"""Making a space: first what kind and where, then what it is called."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError, NotFound
from cop.models import Policy, Space, SpaceKind
from cop.spaces import commands
from cop.spaces.forms import POLICIES, SpaceForm
from cop.spaces.queries import members, spaces
from cop.spaces.views.blueprint import blueprint
from cop.web import asked
from cop.web.forms import fresh_key, hints, offered

KINDS = {kind.value: kind for kind in (SpaceKind.COHORT, SpaceKind.GROUP, SpaceKind.SET, SpaceKind.NETWORK)}
NEXT = {SpaceKind.NETWORK: "Invite somebody who moderates it next."}
"""What comes after making a space, where it is not to invite its members."""


@blueprint.get("/spaces/new")
@login_required
def new() -> str:
    cohorts = spaces.cohorts_to_divide(web.actor())
    policy.require(
        web.actor().runs_network or bool(cohorts),
        "Only programme staff, stewards and moderators of a cohort make spaces.",
    )
    if "kind" not in request.args:
        return render_template("spaces/new.html", cohorts=cohorts, has_network=spaces.has_network())
    kind, cohort = _asked()
    if kind is SpaceKind.NETWORK and spaces.has_network():
        raise NotFound
    return _page(kind, cohort, _offer(_fresh(kind), cohort))


@blueprint.post("/spaces/new")
@login_required
@web.proved
def create() -> tuple[str, int] | Response:
    kind, cohort = _asked()
    form = _offer(SpaceForm(), cohort)
    if not form.validate_on_submit():
        return _page(kind, cohort, form), 422
    try:
        space = _create(kind, cohort, form)
    except CopError as error:
        form.renew_key(error)
        status = web.explain(form, error)
        kind, cohort = _asked()
        return _page(kind, cohort, form), status
    flash(
        f"{space.name} is ready, with its forum and its room. {NEXT.get(kind, 'Invite its members next.')}",
        "good",
    )
    may_enter = policy.can_read_space(policy.load_actor(web.actor().id), space)
    return redirect(url_for("spaces.about", slug=space.slug) if may_enter else url_for("spaces.index"), 303)


def _create(kind: SpaceKind, cohort: Space | None, form: SpaceForm) -> Space:
    return commands.create_space(
        actor_id=current_user.id,
        kind=kind,
        name=form.name.data or "",
        purpose=form.purpose.data or "",
        about=form.about.data or "",
        policy=form.policy.data,
        parent_id=cohort.id if cohort else None,
        programme_id=form.programme.data,
        leader_id=form.leader.data,
        key=form.sent_key(),
    )


def _asked() -> tuple[SpaceKind, Space | None]:
    """The kind, and the cohort of a set; both stand in the address, and both must be for this person to make."""
    kind = KINDS.get(request.args.get("kind", ""))
    if kind is not SpaceKind.SET:
        policy.require(
            policy.can_create_cohort(web.actor()), "Only programme staff and stewards can do that."
        )
        return kind or abort(400), None
    cohort = web.space(request.args.get("cohort", ""))
    if cohort.kind is not SpaceKind.COHORT:
        raise NotFound
    policy.require(
        policy.can_create_set(web.actor(), cohort),
        "Only programme staff, stewards and its moderators can do that.",
    )
    return kind, cohort


def _fresh(kind: SpaceKind) -> SpaceForm:
    """With what is usual for this kind, of the programme from whose page somebody comes."""
    programme = spaces.programme(asked.only("programme") or "")
    return SpaceForm(
        key=fresh_key(),
        policy=_usual(kind),
        name="Network" if kind is SpaceKind.NETWORK else "",
        programme=programme.id if programme else None,
    )


def _usual(kind: SpaceKind) -> Policy:
    return Policy.OPEN if kind is SpaceKind.SET else Policy.FIRST_HELD


def _offer(form: SpaceForm, cohort: Space | None) -> SpaceForm:
    people = [each.person for each in members.members(cohort).rows] if cohort else []
    form.leader.choices = offered(
        ((each.id, each.name) for each in people if each.id != web.actor().id), blank="Nobody yet"
    )
    form.programme.choices = offered(((each.id, each.name) for each in spaces.programmes()), blank="None")
    return form


def _page(kind: SpaceKind, cohort: Space | None, form: Any) -> str:
    return render_template(
        "spaces/new_space.html", kind=kind.value, cohort=cohort, form=form, hints=hints(POLICIES)
    )
