"""Home, and the pages that only say something."""

from flask import Blueprint, render_template
from flask_login import login_required

from cop import web
from cop.shell import queries

blueprint = Blueprint("shell", __name__)


@blueprint.get("/")
@login_required
def home() -> str:
    actor = web.actor()
    return render_template(
        "shell/home.html",
        companions=queries.companions(actor),
        held=queries.held_of_mine(actor),
        unanswered=queries.unanswered(actor),
        recently=queries.recently(actor),
    )


@blueprint.get("/help", endpoint="help")
def help_page() -> str:
    return render_template("shell/help.html")


@blueprint.get("/accessibility")
def accessibility() -> str:
    return render_template("shell/accessibility.html")


@blueprint.get("/privacy")
def privacy() -> str:
    return render_template("shell/privacy.html")


@blueprint.get("/rules")
def rules() -> str:
    return render_template("shell/rules.html")
