"""Shape and wording of what a set types about its contract."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from cop.errors import Invalid
from cop.meetings.commands.contracts import (
    CHANGE_LIMIT,
    NO_PURPOSE,
    NO_RULES,
    PURPOSE_LIMIT,
    RULES_LIMIT,
    Terms,
)
from cop.meetings.forms.starting import RULES
from cop.models import Contract, GroundRules
from cop.web.asked import NUMBER
from cop.web.forms import at_most, hidden_number, offered, single

KEEPING = {
    0: "Not beyond the meeting itself",
    7: "7 days",
    30: "30 days",
    90: "90 days",
}
"""For how long at most; each ends with the close of the next meeting."""


class TermsForm(FlaskForm):
    """What a set agrees on beside its rules."""

    purpose = StringField("What the set is for, in one line", single(PURPOSE_LIMIT, NO_PURPOSE))
    meetings = IntegerField("Number of meetings in all", [InputRequired("Enter a number of meetings.")])
    cadence_days = IntegerField(
        "Days from one meeting to the next", [InputRequired("Enter a number of days.")]
    )
    keeps_days = RadioField(
        "For how long at most what is written in a meeting is kept",
        choices=offered(KEEPING.items()),
        coerce=int,
        validators=[InputRequired("Choose for how long it is kept.")],
    )
    nudges = BooleanField("Ask whoever writes a question that may not be an open one to think again")
    seen = HiddenField()

    @classmethod
    def of(cls, contract: Contract) -> "TermsForm":
        """With what holds now."""
        return cls(
            formdata=None,
            purpose=contract.purpose,
            meetings=contract.meetings or None,
            cadence_days=contract.cadence_days,
            keeps_days=contract.keeps_days,
            nudges=contract.nudges,
            seen=str(contract.version),
        )

    def terms(self) -> Terms:
        return Terms(
            purpose=self.purpose.data or "",
            meetings=self.meetings.data or 0,
            cadence_days=self.cadence_days.data or 0,
            keeps_days=self.keeps_days.data,
            nudges=bool(self.nudges.data),
        )

    def seen_version(self) -> int:
        return hidden_number(self.seen.data)


class RulesForm(FlaskForm):
    """A version of the ground rules."""

    text = TextAreaField("Ground rules", single(RULES_LIMIT, NO_RULES))
    change = StringField("What is new, in one line", [at_most(CHANGE_LIMIT)])
    seen = HiddenField()

    @classmethod
    def after(cls, rules: GroundRules | None) -> "RulesForm":
        """With the version before, or with what sets begin with."""
        if rules is None:
            return cls(formdata=None, text=RULES, seen="0")
        return cls(formdata=None, text=rules.text, seen=str(rules.number))

    def seen_number(self) -> int:
        return hidden_number(self.seen.data)


OUT = "out"


def read_move(word: str | None) -> tuple[int, int | None]:
    """Whom a button of a rota moves, and to which place (None: out of it); Invalid for what no button says."""
    person, _, place = (word or "").partition("-")
    if not NUMBER.fullmatch(person) or not (place == OUT or NUMBER.fullmatch(place)):
        raise Invalid("Use one of the buttons beside a name.")
    return int(person), None if place == OUT else int(place)
