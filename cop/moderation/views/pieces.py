"""Report what was written elsewhere than in a forum or a room, such as with an intention."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import policy, web
from cop.errors import Invalid, NotFound, TooFast
from cop.models import Commitment, PieceKind, ValueStory, Written
from cop.models.pieces import with_key
from cop.moderation import commands
from cop.moderation.forms import ReportForm
from cop.moderation.views.routes import blueprint
from cop.web import Answer
from cop.web.forms import hidden_number

Key = tuple[int, ...]
NOT_THIS = "Only what somebody else wrote can be reported, while it can be read."


@blueprint.route("/pieces/<piece_kind>/<piece_key>/report", methods=["GET", "POST"])
@login_required
def report_piece(piece_kind: str, piece_key: str) -> Answer:
    """`piece_key` are the numbers of its primary key, with hyphens between them."""
    form, of_kind, numbers = ReportForm(), _kind(piece_kind), _key(piece_key)
    written = _visible(of_kind, numbers)
    address = _address(written)
    if not form.is_submitted():
        return _page(form, written)
    try:
        made = commands.report_piece(
            actor_id=current_user.id,
            kind=of_kind,
            key=numbers,
            category=form.category.data or "",
            reason=form.reason.data or "",
        )
    except (Invalid, TooFast) as error:
        status = web.explain(form, error)
        return _page(form, _visible(of_kind, numbers)), status
    flash(f"Thank you. A moderator will look at it. Your reference is R-{made.id}.", "good")
    return redirect(address, 303)


def _kind(word: str) -> PieceKind:
    if word not in set(PieceKind):
        raise NotFound
    return PieceKind(word)


def _key(words: str) -> Key:
    return tuple(hidden_number(word) for word in words.split("-", 2))


def _visible(kind: PieceKind, key: Key) -> Written:
    """What stands there, if the actor reads it."""
    written: Written = web.found(with_key(kind, key))
    if not policy.can_read_written(web.actor(), written):
        raise NotFound
    return written


def _address(written: Written) -> str:
    """The page on which it stands."""
    about: Any = written
    if isinstance(written, ValueStory):
        return url_for("intentions.story", story_id=written.id)
    if isinstance(written, Commitment):
        return url_for("intentions.of_pair", pair=written.pair.space.slug)
    if about.intention_id is None:
        return url_for("intentions.impacts")
    return url_for("intentions.intention", intention_id=about.intention_id)


def _page(form: ReportForm, written: Written) -> str:
    policy.require(policy.can_report_written(web.actor(), written), NOT_THIS)
    return render_template(
        "moderation/report_piece.html", form=form, written=written, back_to=_address(written)
    )
