"""A poll of a topic: opened, looked at, voted in."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import Conflict, Invalid, TooFast
from cop.forum import commands, queries
from cop.forum.commands.polls import NOT_YOURS
from cop.forum.commands.voting import NOT_A_VOTER
from cop.forum.views.addresses import blueprint
from cop.forum.views.asking import DatesForm, OptionsForm
from cop.models import Poll, PollKind, Topic
from cop.models.ballots import CHOSEN
from cop.web import asked

BY_OPTION = (PollKind.RANKED, PollKind.DATES)
"""Kinds of which each option has a field of its own."""


@blueprint.get("/topics/<int:topic_id>/polls/new")
@login_required
def new_poll(topic_id: int) -> str:
    """What a poll asks; `kind=dates` offers days."""
    form = _form(formdata=None)
    form.renew_key()
    return _show_new(_topic(topic_id), form)


@blueprint.post("/topics/<int:topic_id>/polls/new")
@login_required
def open_poll(topic_id: int) -> Response | tuple[str, int]:
    form = _form()
    try:
        key = form.sent_key()
        poll = commands.open_poll(actor_id=current_user.id, topic_id=topic_id, paper=form.paper(), key=key)
    except (Conflict, Invalid, TooFast) as error:
        status = web.explain(form, error)
        form.renew_key(error)
        return _show_new(_topic(topic_id), form), status
    flash("Your poll is open. It stands at the top of its topic.", "good")
    return redirect(url_for("forum.poll", poll_id=poll.id), 303)


def _form(**given: None) -> DatesForm | OptionsForm:
    return DatesForm(**given) if asked.only("kind") == "dates" else OptionsForm(**given)


def _topic(topic_id: int) -> Topic:
    here: Topic = web.found(queries.topic_in(web.actor(), topic_id))
    policy.require(policy.can_open_poll(web.actor(), here), NOT_YOURS)
    return here


def _show_new(here: Topic, form: DatesForm | OptionsForm) -> str:
    template = "forum/new_dates.html" if isinstance(form, DatesForm) else "forum/new_poll.html"
    return render_template(template, topic=here, space=here.space, form=form)


@blueprint.get("/polls/<int:poll_id>")
@login_required
def poll(poll_id: int) -> str:
    here = poll_here(poll_id)
    ballot = queries.ballot_of(current_user.id, here)
    return show_poll(here, mine=ballot.chosen if ballot else None)


def poll_here(poll_id: int) -> Poll:
    """The poll for whoever asks; NotFound for a stranger."""
    here: Poll = web.found(queries.poll_in(web.actor(), poll_id))
    return here


def show_poll(
    here: Poll, *, mine: dict[int, int] | None, sent: dict[int, int] | None = None, wrong: str = ""
) -> str:
    """The page. `mine` is what whoever asks chose (None: nothing), `sent` what they chose now, and what is `wrong` with
    that.
    """
    return render_template(
        "forum/poll.html",
        poll=here,
        topic=here.topic,
        space=here.topic.space,
        mine=mine,
        chosen=mine or {} if sent is None else sent,
        wrong=wrong,
        why_not=NOT_A_VOTER,
        standings=queries.standings(here),
        names=queries.names_by_option(web.actor(), here),
    )


@blueprint.post("/polls/<int:poll_id>/vote")
@login_required
def vote(poll_id: int) -> Response | tuple[str, int]:
    chosen = _chosen(poll_here(poll_id))
    try:
        commands.vote(actor_id=current_user.id, poll_id=poll_id, chosen=chosen)
    except (Conflict, Invalid, TooFast) as error:
        here = poll_here(poll_id)
        ballot = queries.ballot_of(current_user.id, here)
        mine = ballot.chosen if ballot else None
        return show_poll(here, mine=mine, sent=chosen, wrong=error.message), error.status
    return _back(poll_id, "Your vote counts. You can change it as long as the poll is open.")


def _chosen(here: Poll) -> dict[int, int]:
    """What was sent, by the ids of options; a bad request where no page of ours would say so."""
    if here.kind not in BY_OPTION:
        return {asked.counted(word): CHOSEN for word in request.form.getlist("option")}
    words = {option.id: request.form.get(f"option-{option.id}", "") for option in here.options}
    return {option_id: asked.whole(word) for option_id, word in words.items() if word}


@blueprint.post("/polls/<int:poll_id>/vote/removal")
@login_required
def take_back_vote(poll_id: int) -> Response:
    commands.take_back_vote(actor_id=current_user.id, poll_id=poll_id)
    return _back(poll_id, "Your vote is taken back.")


def _back(poll_id: int, message: str) -> Response:
    flash(message, "good")
    return redirect(url_for("forum.poll", poll_id=poll_id), 303)
