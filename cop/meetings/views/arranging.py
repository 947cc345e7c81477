"""The meetings of a set: listed, and arranged."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import policy, web
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.meetings import commands, queries
from cop.meetings.forms.meetings import MeetingForm
from cop.meetings.queries import contracts
from cop.meetings.queries.turns import next_turns
from cop.meetings.views.blueprint import blueprint
from cop.models import BookingWindow, Meeting, Space, met
from cop.models.meetings_states import OVER
from cop.web import Answer


@blueprint.get("/spaces/<set_slug>/meetings")
@login_required
def index(set_slug: str) -> str:
    space = set_of(set_slug)
    meetings = queries.meetings_of(space)
    return render_template(
        "meetings/index.html",
        space=space,
        coming=[each for each in reversed(meetings) if not _has_been(each)],
        past=[each for each in meetings if _has_been(each)],
    )


def _has_been(meeting: Meeting) -> bool:
    """Whether it is over, or was left the day before without an end."""
    return meeting.state in OVER or meeting.recorded_at is not None or met.is_abandoned(meeting)


def set_of(set_slug: str) -> Space:
    """The set, for who takes part in its meetings; to everybody else there is none."""
    space = web.space(set_slug)
    if not policy.can_meet(web.actor(), space):
        raise NotFound
    return space


@blueprint.get("/spaces/<set_slug>/meetings/new")
@login_required
def new(set_slug: str) -> str:
    space = set_of(set_slug)
    form = _form(space, formdata=None)
    form.offer_turns(next_turns(space), otherwise=current_user.id)
    form.quorum.data = contracts.quorum(space)
    form.renew_key()
    return _page(space, form)


@blueprint.post("/spaces/<set_slug>/meetings/new")
@login_required
def convene(set_slug: str) -> Answer:
    space = set_of(set_slug)
    form = _form(space)
    if not form.validate_on_submit():
        return _page(space, form), 422
    try:
        meeting = commands.convene(
            actor_id=current_user.id, slug=set_slug, draft=form.draft(), key=form.sent_key()
        )
    except (Conflict, Invalid, TooFast) as error:
        status = web.explain(form, error)
        form.renew_key(error)
        return _page(set_of(set_slug), form), status
    flash("The meeting is arranged. It opens ten minutes before its start.", "good")
    return redirect(url_for("meetings.meeting", meeting_id=meeting.id), 303)


def _page(space: Space, form: MeetingForm) -> str:
    windows = BookingWindow.of_set(space)
    return render_template("meetings/new.html", space=space, form=form, windows=windows)


def _form(space: Space, **given: None) -> MeetingForm:
    form = MeetingForm(**given)
    members = queries.members_of(space)
    form.offer(list(members), list(queries.people_of(space)))
    return form
