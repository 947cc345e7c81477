"""Shape and wording of what is written in a forum. Meaning and limits are the commands' to judge."""

from datetime import datetime, time, timedelta

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import DateField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional

from cop.clock import LONDON
from cop.errors import Invalid
from cop.web.forms import Keyed, hidden_number, row_id

LAST_YEAR = 9_000
"""What is to end later than this never ends."""


class ReplyForm(Keyed):
    text = TextAreaField("Your reply")
    file = MultipleFileField("Add files")
    page = HiddenField()
    """The page of the topic that the reply was written on."""


class TopicForm(Keyed):
    title = StringField("Title")
    text = TextAreaField("What you want to say or ask")
    file = MultipleFileField("Add files")


class EditForm(FlaskForm):
    text = TextAreaField("Your post")
    version = HiddenField()

    def seen_version(self) -> int:
        """The version that was edited; 0 where the page did not say."""
        return hidden_number(self.version.data)


class TitleForm(FlaskForm):
    title = StringField("Title")


class LastDayForm(FlaskForm):
    """A day in the United Kingdom; what ends with it ends as the next one begins."""

    last_day = DateField("Last day", [Optional()])

    def end(self) -> datetime | None:
        """The moment at which that day has ended; None where none was named. Raises Invalid (no day of a calendar)."""
        if self.last_day.errors or (any(self.last_day.raw_data or ()) and self.last_day.data is None):
            raise Invalid("Enter a day, such as 2026-03-27.", field="last_day")
        day = self.last_day.data
        if day is None or day.year > LAST_YEAR:
            return None
        return datetime.combine(day + timedelta(days=1), time(), LONDON)


class PinForm(LastDayForm):
    last_day = DateField("Last day on top", [Optional()])


class ClosingForm(LastDayForm):
    last_day = DateField("Last day for replies", [Optional()])


class TagsForm(FlaskForm):
    tags = SelectMultipleField("Tags", coerce=row_id, validate_choice=False)


class TagForm(FlaskForm):
    name = StringField("Name of the tag")


class MoveForm(FlaskForm):
    space = RadioField("Where it goes", coerce=row_id, validate_choice=False)


class MergeForm(FlaskForm):
    into = RadioField("The topic that it goes into", coerce=row_id, validate_choice=False)
    address = StringField("Another one, by its address or its number")


class SplitForm(TitleForm):
    posts = SelectMultipleField("Posts", coerce=row_id, validate_choice=False)


class SummaryForm(FlaskForm):
    text = TextAreaField("Summary")
    version = HiddenField()

    def seen_version(self) -> int:
        """The version that was edited; 0 where there was none."""
        return hidden_number(self.version.data)
