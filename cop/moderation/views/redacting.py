"""Take words out of a post or a message: a page of its own, which says that there is no way back."""

from typing import Any

from flask import flash, redirect, url_for
from flask_login import login_required

from cop import policy, web
from cop.models import Decision, Message, Post, Verdict
from cop.moderation import commands
from cop.moderation.forms import RedactForm
from cop.moderation.views.final import FinalPage
from cop.moderation.views.routes import address, blueprint, offered_review, seen_review, visible
from cop.web import Answer

TEMPLATE = "moderation/redact.html"
NOT_NOW = "Only a moderator can take words out, while there are some."


@blueprint.route("/posts/<int:post_id>/redaction", methods=["GET", "POST"])
@login_required
def redact_post(post_id: int) -> Answer:
    return _redact(post_id=post_id)


@blueprint.route("/messages/<int:message_id>/redaction", methods=["GET", "POST"])
@login_required
def redact_message(message_id: int) -> Answer:
    return _redact(message_id=message_id)


@blueprint.route("/moderation/reviews/<int:review_id>/redaction", methods=["GET", "POST"])
@login_required
def redact_reviewed(review_id: int) -> Answer:
    back = url_for("moderation.review", review_id=review_id)
    page = FinalPage(TEMPLATE, RedactForm(), lambda: offered_review(review_id, Verdict.REDACT), back)
    return page.answer(commands.redact_reviewed, _go_back(back), review_id=review_id, seen=seen_review())


def _redact(**ids: Any) -> Answer:
    page = FinalPage(TEMPLATE, RedactForm(), lambda: _found(**ids), address(visible(**ids)))
    return page.answer(commands.redact, _go_back(page.back_to), **ids)


def _found(**ids: Any) -> tuple[Post | Message, int]:
    subject = visible(**ids)
    policy.require(policy.can_redact(web.actor(), subject), NOT_NOW)
    return subject, 0


def _go_back(back: str) -> Any:
    def told(_decision: Decision) -> Answer:
        flash("Taken out, wherever it stood, and its author told why.", "good")
        return redirect(back, 303)

    return told
