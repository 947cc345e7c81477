"""What a post or a summary said before: one change at a time, with what was taken out and what was added."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template, url_for
from flask_login import login_required

from cop import policy, web
from cop.differences import compare
from cop.errors import NotFound
from cop.forum import queries
from cop.forum.queries import Edit
from cop.forum.views.addresses import blueprint
from cop.models import Post, Summary, Topic
from cop.offload import offload
from cop.web import asked

SOME = "Its author and the moderators can see this."
ALL = "Everybody who reads this space can see this."


@blueprint.get("/posts/<int:post_id>/revisions")
@login_required
def revisions(post_id: int) -> str:
    """For whoever may not see what it said, there is nothing here."""
    here: Post = web.found(queries.post_in(web.actor(), post_id))
    if not policy.can_see_post_revisions(web.actor(), here):
        raise NotFound
    return _show(
        queries.edits_of_post(web.actor(), here),
        lambda edit: queries.texts_of_post(here, edit),
        topic=here.topic,
        post=here if policy.can_see_all_revisions(web.actor(), here) else None,
        home=url_for("forum.post", post_id=here.id),
        of=f"a post by {here.author.name}",
        who=ALL if here.topic.space.shows_revisions else SOME,
        endpoint="forum.revisions",
        of_id={"post_id": here.id},
    )


@blueprint.get("/topics/<int:topic_id>/summary/revisions")
@login_required
def summary_revisions(topic_id: int) -> str:
    here: Topic = web.found(queries.topic_in(web.actor(), topic_id))
    if here.summary is None or not policy.can_see_summary_revisions(web.actor(), here):
        raise NotFound
    summary: Summary = here.summary
    return _show(
        queries.edits_of_summary(web.actor(), summary),
        lambda edit: queries.texts_of_summary(summary, edit),
        topic=here,
        home=url_for("forum.topic", topic_id=here.id),
        of="the summary",
        who=ALL if here.space.shows_revisions else "Who may edit it can see this.",
        endpoint="forum.summary_revisions",
        of_id={"topic_id": here.id},
    )


def _show(changes: Sequence[Edit], texts: Callable[[Edit], tuple[str, str]], **about: Any) -> str:
    """The change that the address names, else the newest. Two long texts are compared beside the other requests."""
    if not changes:
        return render_template("forum/revisions.html", changes=changes, **about)
    number = asked.number("number") or changes[0].number
    shown = next((each for each in changes if each.number == number), None)
    if shown is None:
        raise NotFound
    pieces = offload(compare, *texts(shown))
    return render_template("forum/revisions.html", changes=changes, shown=shown, pieces=pieces, **about)
