"""Shape and wording of what is written in a forum. Meaning and limits are the commands' to judge."""

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, StringField, TextAreaField

from cop.web.forms import Keyed, hidden_number


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
