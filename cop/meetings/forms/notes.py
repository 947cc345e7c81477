"""Shape and wording of one's own notes for a meeting."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from cop.web.forms import hidden_number


class NoteForm(FlaskForm):
    text = TextAreaField("Notes for myself")
    version = HiddenField()

    def seen(self) -> int:
        return hidden_number(self.version.data)
