"""The toolkit of sets, for everybody who is signed in."""

from flask import render_template
from flask_login import login_required

from cop.errors import NotFound
from cop.meetings.queries.guides import Guide, html_of
from cop.meetings.views.blueprint import blueprint


@blueprint.get("/guides")
@login_required
def guides() -> str:
    return render_template("meetings/guides.html", guides=tuple(Guide))


@blueprint.get("/guides/<guide>")
@login_required
def guide(guide: str) -> str:
    if guide not in tuple(Guide):
        raise NotFound
    shown = Guide(guide)
    return render_template("meetings/guide.html", guide=shown, html=html_of(shown), guides=tuple(Guide))
