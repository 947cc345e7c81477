"""What moderators and reporters fill in: shape and wording."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older

from cop.models import Ground

GROUNDS = [SelectChoice(ground.value, ground.label) for ground in Ground]
CATEGORIES = [
    SelectChoice(ground.value, "It contains patient details" if ground is Ground.PATIENT else ground.label)
    for ground in Ground
]


class ReasonForm(FlaskForm):
    """Why; the author reads it. `seen` is the version of the review that the form was shown with."""

    ground = SelectField("Reason", choices=GROUNDS, validate_choice=False)
    reason = TextAreaField("What its author reads besides (needed for “Something else”)")
    seen = HiddenField()

    def why(self) -> dict[str, Any]:
        """What a command takes of it."""
        return {"ground": self.ground.data or "", "reason": self.reason.data or ""}


class EditForm(FlaskForm):
    """What it says from now on, and why."""

    text = TextAreaField("Text")
    note = TextAreaField("What you changed, and why")
    version = HiddenField()
    seen = HiddenField()


class AppealForm(FlaskForm):
    """What whoever looks again should know."""

    plea = TextAreaField("What the other one should know")


class ReportForm(FlaskForm):
    """What is wrong, and anything a moderator should know."""

    category = RadioField("What is wrong with it?", choices=CATEGORIES, validate_choice=False)
    reason = TextAreaField("Anything a moderator should know (optional)")
