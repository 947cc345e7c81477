"""What a programme builds on: the outputs of events, which its page names."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.models import Programme
from cop.programme.commands.grounds import cite_output, drop_citation
from cop.programme.commands.programmes import KEEPERS
from cop.programme.forms.grounds import CitationForm
from cop.programme.queries import grounds
from cop.programme.views.blueprint import blueprint
from cop.programme.views.programmes import found
from cop.web import Answer


@blueprint.route("/programmes/<programme>/grounds", methods=["GET", "POST"])
@login_required
@web.proved
def grounds_of(programme: str) -> Answer:
    policy.require(policy.can_keep_programme(web.actor()), KEEPERS)
    shown, form, status = found(programme), CitationForm(), 200
    form.offer(grounds.to_choose(web.actor(), shown))
    if form.is_submitted():
        status = web.refused(form, lambda: _cite(shown, form))
    if not status:
        flash("The page of the programme says so.", "good")
        return redirect(url_for("programme.grounds_of", programme=programme), 303)
    cited = grounds.of_programme(web.actor(), found(programme))
    return render_template("programme/grounds.html", programme=shown, form=form, cited=cited), status


def _cite(programme: Programme, form: CitationForm) -> None:
    cite_output(actor_id=current_user.id, programme_id=programme.id, output_id=form.output_id.data or 0)


@blueprint.post("/citations/<int:citation_id>/removal")
@login_required
@web.proved
def uncite(citation_id: int) -> Response:
    programme = drop_citation(actor_id=current_user.id, citation_id=citation_id)
    flash("The page of the programme says so no more.", "good")
    return redirect(url_for("programme.grounds_of", programme=programme.slug), 303)
