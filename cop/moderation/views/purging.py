"""Remove a post or a message for good: a page that says what goes, and one that shows what is left."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_login import login_required

from cop import policy, web
from cop.errors import NotFound
from cop.models import Decision, Message, Post, Verdict
from cop.moderation import commands, queries
from cop.moderation.forms import PurgeForm
from cop.moderation.views.final import FinalPage
from cop.moderation.views.routes import address, blueprint, offered_review, seen_review, visible
from cop.web import Answer

TEMPLATE = "moderation/purge.html"
NOT_NOW = "Only a moderator can remove this for good, and only once."


@blueprint.route("/posts/<int:post_id>/purge", methods=["GET", "POST"])
@login_required
def purge_post(post_id: int) -> Answer:
    return _purge(post_id=post_id)


@blueprint.route("/messages/<int:message_id>/purge", methods=["GET", "POST"])
@login_required
def purge_message(message_id: int) -> Answer:
    return _purge(message_id=message_id)


@blueprint.route("/moderation/reviews/<int:review_id>/purge", methods=["GET", "POST"])
@login_required
def purge_reviewed(review_id: int) -> Answer:
    back = url_for("moderation.review", review_id=review_id)
    page = FinalPage(TEMPLATE, PurgeForm(), lambda: offered_review(review_id, Verdict.PURGE), back)
    return page.answer(commands.purge_reviewed, _show_check, review_id=review_id, seen=seen_review())


@blueprint.get("/moderation/decisions/<int:decision_id>/check")
@login_required
def purge_check(decision_id: int) -> str:
    """What was left, for whoever removed it and for who moderates where it stood."""
    decision = queries.removal(web.actor(), decision_id)
    if decision is None:
        raise NotFound
    checks = queries.checks_of(decision)
    return render_template("moderation/purge_check.html", decision=decision, checks=checks)


def _purge(**ids: Any) -> Answer:
    page = FinalPage(TEMPLATE, PurgeForm(), lambda: _found(**ids), address(visible(**ids)))
    return page.answer(commands.purge, _show_check, **ids)


def _found(**ids: Any) -> tuple[Post | Message, int]:
    subject = visible(**ids)
    policy.require(policy.can_purge(web.actor(), subject), NOT_NOW)
    return subject, 0


def _show_check(decision: Decision) -> Answer:
    return redirect(url_for("moderation.purge_check", decision_id=decision.id), 303)
