"""Shape and wording of what is typed about inspections."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from cop.models import Basis, Space
from cop.models.inspections import LATEST_DAYS
from cop.spaces.commands.inspections import LINE_LIMIT, NO_REASON, REASON_LIMIT, Sought
from cop.web.forms import Choice, at_most, chosen_id, hints, labels, offered, single

BASES = {
    Basis.REPORT: Choice(
        "A report from a member of the set",
        "About something in it. Whoever reported was given a reference such as R-12.",
    ),
    Basis.LEGAL: Choice(
        "A legal demand", "Such as a court order, or a request of somebody for what is kept about them."
    ),
}
BASIS_HINTS = hints(BASES)
DELAY = f"Enter a number of days from 0 to {LATEST_DAYS}."


class InspectionForm(FlaskForm):
    space = SelectField("Set", coerce=chosen_id, validators=[InputRequired("Choose a set.")])
    basis = RadioField(
        "What it rests on",
        choices=offered(labels(BASES)),
        coerce=Basis,
        validators=[InputRequired("Choose a report or a legal demand. Nothing else will do.")],
    )
    report = StringField("Reference of the report", [at_most(20)])
    demand = StringField("Which demand: by whom, of which day", [at_most(LINE_LIMIT)])
    reason = TextAreaField("Why you must read the set yourself", single(REASON_LIMIT, NO_REASON))
    delay_days = IntegerField(
        "Days until the set is told", [Optional(), NumberRange(0, LATEST_DAYS, message=DELAY)], default=0
    )
    delay_reason = StringField("Why it must be told later", [at_most(LINE_LIMIT)])
    understood = BooleanField(
        "I have read what was promised to the set", [InputRequired("Read the statement and tick this.")]
    )

    def offer(self, sets: Iterable[Space]) -> "InspectionForm":
        self.space.choices = offered(((each.id, each.name) for each in sets), blank="Choose a set")
        return self

    def sought(self) -> Sought:
        return Sought(
            basis=self.basis.data,
            report=self.report.data or "",
            demand=self.demand.data or "",
            reason=self.reason.data or "",
            delay_days=self.delay_days.data or 0,
            delay_reason=self.delay_reason.data or "",
        )


class ApprovalForm(FlaskForm):
    """Said beside the statement, so that it is read."""

    understood = BooleanField(
        "I have read what was promised to the set, and nothing less than this will do",
        [InputRequired("Read the statement and tick this.")],
    )


class RefusalForm(FlaskForm):
    answer = StringField("Why not", [at_most(LINE_LIMIT)])
