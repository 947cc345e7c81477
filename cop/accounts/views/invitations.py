"""Inviting, and accepting an invitation."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.accounts import commands, queries
from cop.accounts.commands import Newcomer, Offer, SignedIn
from cop.accounts.forms import InviteForm, JoinForm
from cop.accounts.views import browsers
from cop.accounts.views.blueprint import blueprint
from cop.accounts.views.entering import let_on
from cop.accounts.views.links import secret, show_dead
from cop.errors import CopError, NotFound
from cop.models import Invitation, ProfessionalRole, RoleName, Space
from cop.web import Answer


@blueprint.route("/spaces/<slug>/invitations/new", methods=["GET", "POST"])
@login_required
@web.proved
def invite(slug: str) -> Answer:
    """Loaded through the spaces whose members one manages: staff invite into sets that they can't read."""
    managed = queries.managed_spaces(web.actor())
    space: Space = web.found(managed.where(Space.slug == slug))
    form, status = InviteForm(), 200
    form.offer(space, queries.further_spaces(web.actor(), space))
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                return _invite(space, form)
        except CopError as error:
            status = web.explain(form, error)
    return render_template("accounts/invite.html", form=form, space=space), status


def _invite(space: Space, form: InviteForm) -> Response:
    others = [(space_id, RoleName.MEMBER) for space_id in form.others.data or []]
    places = [(space.id, RoleName(form.role.data)), *others]
    invitation = commands.invite(actor_id=current_user.id, email=form.email.data or "", places=places)
    flash(f"An invitation is on its way to {invitation.email}.")
    return _to_members(space)


@blueprint.post("/invitations/<int:invitation_id>/issue")
@login_required
@web.proved
def reissue(invitation_id: int) -> Response:
    """A new issue of the invitation: another link, and 28 more days."""
    invitation = commands.resend_invitation(actor_id=current_user.id, invitation_id=invitation_id)
    flash(f"A new invitation is on its way to {invitation.email}. The older link no longer works.")
    return _back_from(invitation)


@blueprint.post("/invitations/<int:invitation_id>/revocation")
@login_required
@web.proved
def revoke(invitation_id: int) -> Response:
    invitation = commands.revoke_invitation(actor_id=current_user.id, invitation_id=invitation_id)
    flash(f"The invitation to {invitation.email} is withdrawn.")
    return _back_from(invitation)


def _back_from(invitation: Invitation) -> Response:
    """To the list that it came by, for who brings people in so; else to the first of its spaces that one manages, or to
    the roles outside of any.
    """
    wave_id = queries.wave_of(invitation.id)
    if wave_id is not None and policy.can_bring_waves(web.actor()):
        return redirect(url_for("accounts.wave", wave_id=wave_id, show="sent"), 303)
    if not invitation.places:
        return redirect(url_for("spaces.appointments"), 303)
    ids = [place.space_id for place in invitation.places]
    managed = queries.managed_spaces(web.actor()).where(Space.id.in_(ids)).order_by(Space.id).limit(1)
    return _to_members(web.found(managed))


def _to_members(space: Space) -> Response:
    """Back to the members; for staff, who can't read a set, to its form."""
    can_read = policy.can_read_space(web.actor(), space)
    return redirect(url_for("spaces.members" if can_read else "accounts.invite", slug=space.slug), 303)


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@secret
def accept_invitation(token: str) -> Answer:
    """For somebody new a form; for whoever has an account with its address, signed in, a button."""
    form, status = JoinForm(), 200
    form.offer(queries.organisations())
    try:
        offer = commands.open_offer(token)
        if not form.is_submitted():
            form.begin_with(offer.invitation)
            form.show_all()
        else:
            status = 422
            if _is_for_me(offer):
                return _join(token, form)
            if _is_for_somebody_new(offer) and form.validate():
                return _join_as_newcomer(token, form)
    except NotFound as error:
        return show_dead(error)
    except CopError as error:
        status = web.explain(form, error)
    return _show_offer(token, offer, form), status


def _is_for_me(offer: Offer) -> bool:
    return bool(current_user.is_authenticated and current_user.id == offer.person_id)


def _is_for_somebody_new(offer: Offer) -> bool:
    return offer.person_id is None and not current_user.is_authenticated


def _join(token: str, form: JoinForm) -> Response:
    invitation = commands.join(actor_id=current_user.id, token=token, accepted_up_to=form.up_to())
    flash("Welcome. You have joined.")
    return redirect(_where_to(invitation), 303)


def _join_as_newcomer(token: str, form: JoinForm) -> Response:
    newcomer = Newcomer(
        name=form.name.data or "",
        organisation_id=form.organisation.data,
        professional_role=ProfessionalRole(form.professional_role.data),
        password=form.password.data or "",
        accepted_up_to=form.up_to(),
    )
    entered = commands.join_as_newcomer(token=token, newcomer=newcomer, **browsers.about())
    response = let_on(entered)
    if isinstance(entered, SignedIn):
        flash("Welcome. You have joined.")
    return response


def _where_to(invitation: Invitation) -> str:
    slugs = [place.space.slug for place in invitation.places]
    return url_for("forum.space", slug=slugs[0]) if len(slugs) == 1 else url_for("shell.home")


def _show_offer(token: str, offer: Offer, form: JoinForm) -> str:
    if _is_for_me(offer):
        template = "accounts/join.html"
    elif current_user.is_authenticated:
        template = "accounts/not_yours.html"
    elif offer.person_id is not None:
        template = "accounts/sign_in_to_join.html"
    else:
        template = "accounts/join_as_newcomer.html"
    return render_template(template, token=token, offer=offer, form=form)
