"""The relationships that an intention rests on, written by its pair."""

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.intentions import commands, queries
from cop.intentions.commands.locks import NOT_YOURS
from cop.intentions.forms import RelationshipForm
from cop.intentions.views.blueprint import blueprint, intention_here
from cop.models import Intention, KeyRelationship, Stakeholder
from cop.web import Answer


@blueprint.get("/intentions/<int:intention_id>/relationships")
@login_required
def relationships(intention_id: int) -> str:
    return _show(_written(intention_id), RelationshipForm(formdata=None))


@blueprint.post("/intentions/<int:intention_id>/relationships")
@login_required
def add_relationship(intention_id: int) -> Answer:
    here, form = _written(intention_id), RelationshipForm()
    status = web.refused(
        form,
        lambda: commands.add_relationship(
            actor_id=current_user.id,
            intention_id=here.id,
            kind=Stakeholder(form.kind.data),
            who=form.who.data or "",
            partner=form.partner.data or "",
        ),
    )
    if status:
        return _show(_written(intention_id), form), status
    flash("Added.", "good")
    return redirect(url_for("intentions.relationships", intention_id=intention_id), 303)


@blueprint.get("/relationships/<int:relationship_id>/removal")
@login_required
def relationship_removal(relationship_id: int) -> str:
    """Asks whether it is to go: that can't be undone."""
    there = _relationship(relationship_id)
    return render_template("intentions/relationship_removal.html", relationship=there)


@blueprint.post("/relationships/<int:relationship_id>/removal")
@login_required
def remove_relationship(relationship_id: int) -> Response:
    there = _relationship(relationship_id)
    here = commands.remove_relationship(actor_id=current_user.id, relationship_id=there.id)
    flash("Taken away.", "good")
    return redirect(url_for("intentions.relationships", intention_id=here.id), 303)


def _relationship(relationship_id: int) -> KeyRelationship:
    there: KeyRelationship = web.found(
        sa.select(KeyRelationship).where(KeyRelationship.id == relationship_id)
    )
    _written(there.intention_id)
    return there


def _written(intention_id: int) -> Intention:
    here = intention_here(intention_id)
    policy.require(policy.can_write_intention(web.actor(), here), NOT_YOURS)
    return here


def _show(here: Intention, form: RelationshipForm) -> str:
    return render_template(
        "intentions/relationships.html",
        intention=here,
        relationships=queries.relationships(here),
        form=form,
    )
