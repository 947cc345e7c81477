"""Shape and wording of what is typed about tasks, and for one."""

from collections.abc import Iterable
from enum import StrEnum

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from cop.errors import Invalid
from cop.models import TaskResponse, Workshop
from cop.programme.commands.programmes import LINE_LIMIT, TEXT_LIMIT
from cop.programme.commands.tasks import RESPONSE_LIMIT, Assignment, mark_of
from cop.web.forms import Choice, Keyed, at_most, chosen_id, labels, offered, single


class Readers(StrEnum):
    PRIVATE = "private"
    SHARED = "shared"


READERS = {
    Readers.PRIVATE: Choice(
        "I alone", "Whoever looks after the cohort sees that you are done, and none of your words."
    ),
    Readers.SHARED: Choice(
        "I and whoever looks after the cohort", "Its moderators and programme staff. Nobody else reads it."
    ),
}


class TaskForm(Keyed):
    """What is to be done until when."""

    title = StringField("What is to be done", single(LINE_LIMIT, "Enter a title."))
    due_on = DateField("Until the end of", [InputRequired("Enter a date.")])
    workshop_id = SelectField("For which workshop (optional)", coerce=chosen_id, validators=[Optional()])
    text = TextAreaField("More about it (optional)", [at_most(TEXT_LIMIT)])

    def offer(self, workshops: Iterable[Workshop]) -> None:
        """Let one of these be chosen."""
        named = [(each.id, f"Day {each.number}: {each.title}") for each in workshops]
        self.workshop_id.choices = offered(named, blank="None")

    def assignment(self) -> Assignment:
        """What was filled in, of a form that is rightly filled."""
        if self.due_on.data is None:
            raise Invalid("Enter a date.", field="due_on")
        return Assignment(
            title=self.title.data or "",
            due_on=self.due_on.data,
            text=self.text.data or "",
            workshop_id=self.workshop_id.data,
        )


class ChangedTaskForm(TaskForm):
    seen = HiddenField()


class ResponseForm(FlaskForm):
    text = TextAreaField("What you write for it (optional)", [at_most(RESPONSE_LIMIT)])
    readers = RadioField("Who reads it", choices=offered(labels(READERS)), coerce=Readers)
    is_done = BooleanField("I am done with it")
    seen = HiddenField()

    def show(self, response: TaskResponse | None) -> None:
        """Let it begin as it was kept; with nothing shared where nothing was."""
        self.text.data = response.text if response else ""
        self.readers.data = Readers.SHARED if response and response.is_shared else Readers.PRIVATE
        self.is_done.data = response is not None and response.done_at is not None
        self.look_at(response)

    def look_at(self, response: TaskResponse | None) -> None:
        """Let the next save be one that knows what was kept (F15)."""
        self.seen.data = mark_of(response)
