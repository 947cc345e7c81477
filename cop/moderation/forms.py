"""What moderators and reporters fill in: shape and wording."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older

from cop.moderation.commands import CATEGORIES

CHOICES = [SelectChoice(word, label) for word, label in CATEGORIES.items()]


class ReasonForm(FlaskForm):
    """Why; the author reads it."""

    reason = TextAreaField("Reason")


class EditForm(FlaskForm):
    """What it says from now on, and why."""

    text = TextAreaField("Text")
    note = TextAreaField("What you changed, and why")
    version = HiddenField()


class ReportForm(FlaskForm):
    """What is wrong, and anything a moderator should know."""

    category = RadioField("What is wrong with it?", choices=CHOICES, validate_choice=False)
    reason = TextAreaField("Anything a moderator should know (optional)")
