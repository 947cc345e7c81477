"""Notes of one's own for a meeting: what one brings, drafted in private. Nobody else opens them, whoever they are."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import policy, web
from cop.errors import NotFound
from cop.meetings import commands
from cop.meetings.forms.notes import NoteForm
from cop.meetings.queries.before import note_of_mine
from cop.meetings.views.blueprint import blueprint
from cop.meetings.views.board import meeting_here
from cop.models import Meeting
from cop.web import Answer


def _of_mine(meeting_id: int) -> Meeting:
    """The meeting for members of its set: who facilitates from outside keeps no notes on them here."""
    here = meeting_here(meeting_id)
    if not policy.is_of_set(web.actor(), here.space):
        raise NotFound
    return here


@blueprint.get("/meetings/<int:meeting_id>/notes")
@login_required
def notes(meeting_id: int) -> str:
    here, form = _of_mine(meeting_id), NoteForm(formdata=None)
    note = note_of_mine(web.actor(), here)
    form.text.data, form.version.data = (note.text, str(note.version)) if note else ("", "0")
    return _page(here, form)


@blueprint.post("/meetings/<int:meeting_id>/notes")
@login_required
def save_notes(meeting_id: int) -> Answer:
    _of_mine(meeting_id)
    form = NoteForm()
    given = {"actor_id": current_user.id, "meeting_id": meeting_id, "version": form.seen()}
    status = web.refused(form, lambda: commands.save_note(**given, text=form.text.data or ""))
    if status:
        return _page(_of_mine(meeting_id), form), status
    flash("Saved, for you alone.", "good")
    return redirect(url_for("meetings.notes", meeting_id=meeting_id), 303)


def _page(here: Meeting, form: NoteForm) -> str:
    return render_template("meetings/notes.html", meeting=here, space=here.space, form=form)
