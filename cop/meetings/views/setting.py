"""A meeting is set up anew before it begins: its date, its template, its timings, with what they come to."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required

from cop import web
from cop.errors import Conflict, Forbidden
from cop.meetings import commands, queries
from cop.meetings.commands.arranging import BEGUN, THEIRS
from cop.meetings.commands.scenes import look_at
from cop.meetings.forms.setting import SettingForm
from cop.meetings.views.blueprint import blueprint
from cop.meetings.views.board import meeting_here
from cop.models import Meeting
from cop.models.meetings_states import MeetingState, way
from cop.web import Answer


def _to_set_up(meeting_id: int) -> Meeting:
    here = meeting_here(meeting_id)
    found = way(here.state, MeetingState.SCHEDULED)
    if found is None:
        raise Conflict(BEGUN)
    if found.by.isdisjoint(look_at(here, web.actor()).parts):
        raise Forbidden(THEIRS)
    return here


@blueprint.get("/meetings/<int:meeting_id>/setting")
@login_required
def setting(meeting_id: int) -> str:
    here, form = _to_set_up(meeting_id), SettingForm(formdata=None)
    form.show(here)
    return _page(here, form)


@blueprint.post("/meetings/<int:meeting_id>/setting")
@login_required
def set_up(meeting_id: int) -> Answer:
    """Save it; or fill in the timings of another template, or add them up, without saving."""
    here, form = _to_set_up(meeting_id), SettingForm()
    step = request.form.get("step", "save")
    if step == "load" and form.template.validate(form):
        form.load(len(queries.members_of(here.space)))
    if step != "save":
        return _page(here, form)
    draft = form.draft(here)
    given = {"actor_id": current_user.id, "meeting_id": meeting_id, "version": form.seen()}
    status = web.refused(form, lambda: commands.set_up(**given, draft=draft))
    if status:
        return _page(meeting_here(meeting_id), form), status
    flash("Saved. The meeting is as you have set it up.", "good")
    return redirect(url_for("meetings.meeting", meeting_id=meeting_id), 303)


def _page(here: Meeting, form: SettingForm) -> str:
    return render_template("meetings/setting.html", meeting=here, space=here.space, form=form)
