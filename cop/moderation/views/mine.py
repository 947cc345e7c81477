"""What was decided about me, and the appeal: to somebody else than whoever decided."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import web
from cop.errors import CopError, NotFound
from cop.models import Decision
from cop.moderation import commands, queries
from cop.moderation.forms import AppealForm
from cop.moderation.views.routes import blueprint
from cop.web import Answer, asked


@blueprint.get("/me/decisions")
@login_required
def about_me() -> str:
    before = asked.number("before")
    page = queries.about_me(web.actor(), before=before)
    return render_template(
        "moderation/about_me.html",
        page=page,
        appeals=queries.appeals_of(page.rows),
        measures=queries.measures_of(page.rows),
        is_appealable=commands.is_appealable,
        before=before,
    )


@blueprint.route("/me/decisions/<int:decision_id>/appeal", methods=["GET", "POST"])
@login_required
def appeal(decision_id: int) -> Answer:
    decision, form = _mine(decision_id), AppealForm()
    if not form.is_submitted():
        return _page(decision, form)
    try:
        commands.appeal(actor_id=current_user.id, decision_id=decision_id, plea=form.plea.data or "")
    except CopError as error:
        status = web.explain(form, error)
        return _page(decision, form), status
    flash("Sent. Somebody other than whoever decided looks at it, and you are told what they say.", "good")
    return redirect(url_for("moderation.about_me"), 303)


def _mine(decision_id: int) -> Decision:
    decision = queries.decision_about_me(web.actor(), decision_id)
    if decision is None:
        raise NotFound
    return decision


def _page(decision: Decision, form: AppealForm) -> str:
    may = commands.is_appealable(decision)
    return render_template("moderation/appeal.html", decision=decision, form=form, may=may)
