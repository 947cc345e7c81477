"""The date of a set's next meeting: proposed, answered, and confirmed by its host. It works without a script."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import clock, web
from cop.errors import Conflict, Invalid
from cop.meetings import commands, queries
from cop.meetings.commands.polling import GONE, NOT_ASKED
from cop.meetings.commands.scenes import look_at
from cop.meetings.forms.dates import ConfirmingForm, DateForm, DatesForm, read_answers
from cop.meetings.queries.dates import Proposed, open_poll, proposed
from cop.meetings.queries.turns import next_turns
from cop.meetings.views.arranging import set_of
from cop.meetings.views.blueprint import blueprint
from cop.meetings.views.board import meeting_here
from cop.models import BookingWindow, Meeting, Space
from cop.models.meetings_dates import Suits
from cop.models.meetings_states import MeetingState, Part
from cop.web import Answer, asked


@blueprint.get("/spaces/<set_slug>/meetings/dates")
@login_required
def ask(set_slug: str) -> str | Response:
    """Leads to the dates that are proposed already, where there are some."""
    space = set_of(set_slug)
    there = open_poll(space)
    if there is not None:
        return _back_to(there.id)
    form = _form(space, formdata=None)
    form.offer_turns(next_turns(space), otherwise=current_user.id)
    form.renew_key()
    return _asking(space, form)


@blueprint.post("/spaces/<set_slug>/meetings/dates")
@login_required
def ask_for_dates(set_slug: str) -> Answer:
    form, made = _form(set_of(set_slug)), []

    def act() -> None:
        made.append(
            commands.ask_for_dates(
                actor_id=current_user.id, slug=set_slug, asked=form.asked(), key=form.sent_key()
            )
        )

    status = web.refused(form, act)
    if status:
        form.renew_key()
        return _asking(set_of(set_slug), form), status
    flash("Proposed. Say how they suit you: the others are asked the same.", "good")
    return _back_to(made[0].id)


def _asking(space: Space, form: DatesForm) -> str:
    windows = BookingWindow.of_set(space)
    return render_template("meetings/ask_dates.html", space=space, form=form, windows=windows)


def _form(space: Space, **given: None) -> DatesForm:
    form = DatesForm(**given)
    form.offer(list(queries.members_of(space)), list(queries.people_of(space)))
    return form


@blueprint.get("/meetings/<int:meeting_id>/dates")
@login_required
def dates(meeting_id: int) -> str | Response:
    here = meeting_here(meeting_id)
    if here.state is not MeetingState.PROPOSED:
        return redirect(url_for("meetings.meeting", meeting_id=meeting_id))
    return _page(here, DateForm(formdata=None))


@blueprint.post("/meetings/<int:meeting_id>/dates")
@login_required
def propose_date(meeting_id: int) -> Answer:
    meeting_here(meeting_id)
    form = DateForm()
    given = {"actor_id": current_user.id, "meeting_id": meeting_id}
    status = web.refused(form, lambda: commands.propose_date(**given, starts_at=form.moment()))
    if status:
        return _page(meeting_here(meeting_id), form), status
    return _back_to(meeting_id)


@blueprint.post("/meetings/<int:meeting_id>/dates/answers")
@login_required
def answer_dates(meeting_id: int) -> Answer:
    meeting_here(meeting_id)
    try:
        answers = read_answers(request.form)
        commands.answer_dates(actor_id=current_user.id, meeting_id=meeting_id, answers=answers)
    except (Conflict, Invalid) as error:
        return _page(meeting_here(meeting_id), DateForm(formdata=None), wrong=error.message), error.status
    flash("Saved. You can say it otherwise until a date is confirmed.", "good")
    return _back_to(meeting_id)


@blueprint.post("/meetings/<int:meeting_id>/dates/removal")
@login_required
def withdraw_date(meeting_id: int) -> Response:
    meeting_here(meeting_id)
    commands.withdraw_date(
        actor_id=current_user.id, meeting_id=meeting_id, date_id=asked.counted(request.form.get("date", ""))
    )
    return _back_to(meeting_id)


@blueprint.get("/meetings/<int:meeting_id>/dates/confirmation")
@login_required
def confirming(meeting_id: int) -> str:
    """Shows the host who can't come on the date that they are about to confirm."""
    here = meeting_here(meeting_id)
    return _confirming(here, ConfirmingForm(formdata=None), asked.number("date") or 0)


@blueprint.post("/meetings/<int:meeting_id>/dates/confirmation")
@login_required
def confirm_date(meeting_id: int) -> Answer:
    here, form = meeting_here(meeting_id), ConfirmingForm()
    date_id = asked.counted(form.date.data or "")
    given, is_meant = {"actor_id": current_user.id, "meeting_id": meeting_id}, bool(form.outside.data)
    status = web.refused(form, lambda: commands.confirm_date(**given, date_id=date_id, is_meant=is_meant))
    if status:
        return _confirming(here, form, date_id), status
    flash("The meeting has its date, and the others are told.", "good")
    return redirect(url_for("meetings.meeting", meeting_id=meeting_id), 303)


def _confirming(here: Meeting, form: ConfirmingForm, date_id: int) -> str:
    chosen = next((each for each in _proposed(here) if each.date.id == date_id), None)
    if here.state is not MeetingState.PROPOSED:
        raise Conflict(NOT_ASKED)
    if chosen is None:
        raise Conflict(GONE)
    return render_template(
        "meetings/confirm_date.html", meeting=here, space=here.space, form=form, chosen=chosen
    )


def _proposed(here: Meeting) -> list[Proposed]:
    return proposed(here, queries.people_of(here.space))


def _page(here: Meeting, form: DateForm, *, wrong: str = "") -> str:
    return render_template(
        "meetings/dates.html",
        meeting=here,
        space=here.space,
        form=form,
        wrong=wrong,
        proposed=_proposed(here),
        suits=Suits,
        windows=BookingWindow.of_set(here.space),
        answer_by=clock.last_day(here.answer_by),
        typed=request.form,
        is_host=Part.HOST in look_at(here, web.actor()).parts,
    )


def _back_to(meeting_id: int) -> Response:
    return redirect(url_for("meetings.dates", meeting_id=meeting_id), 303)
