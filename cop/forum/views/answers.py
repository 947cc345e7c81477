"""A topic's answer: chosen among its posts, and withdrawn."""

from flask import flash, redirect
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop.forum import commands
from cop.forum.views.addresses import address_of, blueprint
from cop.models import Post


@blueprint.post("/posts/<int:post_id>/answer")
@login_required
def answer(post_id: int) -> Response:
    post = commands.choose_answer(actor_id=current_user.id, post_id=post_id)
    return _back_to(post, "This is the answer now. The topic and the forum’s list lead to it.")


@blueprint.post("/posts/<int:post_id>/answer/removal")
@login_required
def withdraw_answer(post_id: int) -> Response:
    post = commands.withdraw_answer(actor_id=current_user.id, post_id=post_id)
    return _back_to(post, "The topic has no answer now.")


def _back_to(post: Post, sentence: str) -> Response:
    flash(sentence, "good")
    return redirect(address_of(post), 303)
