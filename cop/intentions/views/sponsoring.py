"""The pages of a board sponsor, and what the pair lets them see."""

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import NotFound
from cop.intentions import commands, queries
from cop.intentions.commands.locks import NOT_YOURS
from cop.intentions.commands.sponsoring import NOT_SPONSOR
from cop.intentions.forms import CommitmentForm, EncouragementForm
from cop.intentions.views.blueprint import blueprint, intention_here
from cop.intentions.views.showing import show
from cop.models import Intention, Pair, Space
from cop.web import Answer


@blueprint.get("/spaces/<pair>/commitment")
@login_required
def commitment(pair: str) -> str:
    return _show(_sponsored(pair), CommitmentForm(formdata=None))


@blueprint.post("/spaces/<pair>/commitment")
@login_required
def undertake(pair: str) -> Answer:
    here, form = _sponsored(pair), CommitmentForm()
    status = web.refused(
        form,
        lambda: commands.undertake(actor_id=current_user.id, pair_id=here.id, undertaken=form.undertaken()),
    )
    if status:
        return _show(_sponsored(pair), form), status
    flash("Noted. The pair reads it.", "good")
    return redirect(url_for("intentions.commitment", pair=pair), 303)


def _sponsored(slug: str) -> Pair:
    """The pair, for the sponsor of its organisation; nobody else has a way in."""
    query = sa.select(Pair).join(Pair.space).where(Space.slug == slug).options(joinedload(Pair.organisation))
    pair: Pair = web.found(query)
    if not policy.is_sponsor(web.actor(), pair):
        raise NotFound
    return pair


def _show(pair: Pair, form: CommitmentForm) -> str:
    return render_template(
        "intentions/commitment.html",
        pair=pair,
        form=form,
        commitments=queries.commitments(pair),
        halves=queries.halves(pair),
    )


@blueprint.post("/intentions/<int:intention_id>/sponsor")
@login_required
def show_sponsor(intention_id: int) -> Response:
    return _let(_own(intention_id), shown=True)


@blueprint.post("/intentions/<int:intention_id>/sponsor/removal")
@login_required
def hide_from_sponsor(intention_id: int) -> Response:
    return _let(_own(intention_id), shown=False)


def _let(here: Intention, *, shown: bool) -> Response:
    commands.show_sponsor(actor_id=current_user.id, intention_id=here.id, shown=shown)
    flash("Your board sponsor sees it now." if shown else "Your board sponsor sees it no more.", "good")
    return redirect(url_for("intentions.intention", intention_id=here.id, _anchor="sponsor"), 303)


def _own(intention_id: int) -> Intention:
    here = intention_here(intention_id)
    policy.require(policy.is_half(web.actor(), here.pair), NOT_YOURS)
    return here


@blueprint.post("/intentions/<int:intention_id>/encouragement")
@login_required
def encourage(intention_id: int) -> Answer:
    here, form = _encouraged(intention_id), EncouragementForm()
    status = web.refused(
        form,
        lambda: commands.encourage(actor_id=current_user.id, intention_id=here.id, text=form.text.data or ""),
    )
    if status:
        return show(intention_here(intention_id), encouragement=form), status
    flash("Said. The two of the pair read it, and nobody else.", "good")
    return redirect(url_for("intentions.intention", intention_id=intention_id, _anchor="sponsor"), 303)


@blueprint.post("/intentions/<int:intention_id>/encouragement/removal")
@login_required
def take_back_encouragement(intention_id: int) -> Response:
    """It can be said again, so nothing is asked before."""
    here = _encouraged(intention_id)
    commands.take_back_encouragement(actor_id=current_user.id, intention_id=here.id)
    flash("Taken back.", "good")
    return redirect(url_for("intentions.intention", intention_id=intention_id, _anchor="sponsor"), 303)


def _encouraged(intention_id: int) -> Intention:
    here = intention_here(intention_id)
    policy.require(policy.can_encourage(web.actor(), here), NOT_SPONSOR)
    return here
