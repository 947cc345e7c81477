"""Home and the small pages."""

from flask import Blueprint, render_template
from flask_login import login_required

blueprint = Blueprint("shell", __name__)


@blueprint.get("/")
@login_required
def home() -> str:
    return render_template("shell/home.html")
