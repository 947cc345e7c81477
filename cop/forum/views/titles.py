"""What links in posts are called for whoever reads, in a page that is made and for a script that was pushed some."""

import re

from flask import request
from flask_login import login_required
from werkzeug.exceptions import BadRequest

from cop import web
from cop.forum import queries
from cop.forum.views.addresses import blueprint

_REFERENCE = re.compile(r"(?:topic|post)-[1-9][0-9]{0,14}")


@blueprint.app_template_filter("titled")
def titled(page: str) -> str:
    """A piece of a page, with what it links to called by its title where the reader may open it."""
    references = web.links.references(page)
    return web.links.with_titles(page, queries.titles(web.actor(), references)) if references else page


@blueprint.get("/titles")
@login_required
def titles() -> dict[str, dict[str, str]]:
    """Titles of what the query names (`of=topic-7&of=post-9`); what the reader may not open is left out."""
    asked = request.args.getlist("of")
    if len(asked) > queries.MOST_TITLES or not all(map(_REFERENCE.fullmatch, asked)):
        raise BadRequest
    return {"titles": queries.titles(web.actor(), asked)}
