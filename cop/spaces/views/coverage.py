"""The page that shows which parts of the country and of its organisations take part."""

from flask import render_template
from flask_login import login_required

from cop import policy, web
from cop.spaces.queries import coverage as queries
from cop.spaces.queries.coverage import LATELY
from cop.spaces.queries.suppressing import FEWEST
from cop.spaces.views.blueprint import blueprint


@blueprint.get("/coverage")
@login_required
def coverage() -> str:
    """For the community, which sees what who looks after it sees."""
    policy.require(policy.can_see_directory(web.actor()), "Members of the network see who takes part.")
    return render_template("spaces/coverage.html", tables=queries.coverage(), days=LATELY.days, fewest=FEWEST)
