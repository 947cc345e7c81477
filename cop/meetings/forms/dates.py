"""Shape and wording of dates that are proposed for a meeting, and of what is said to them."""

from collections.abc import Mapping
from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, DateTimeLocalField, HiddenField
from wtforms.validators import InputRequired, Optional

from cop.errors import Invalid
from cop.meetings.commands.polling import Asked
from cop.meetings.forms.meetings import MEANT, TYPED, Led, in_uk
from cop.models.meetings_dates import Suits
from cop.web.asked import NUMBER
from cop.web.forms import end_of

SAID = "suits-"
"""Before the id of a date: the name of the field that answers it."""


def _another(label: str) -> DateTimeLocalField:
    return DateTimeLocalField(label, format=TYPED, validators=[Optional()])


class DatesForm(Led):
    """Up to four at once; others are added where they are answered."""

    dates = DateTimeLocalField(
        "First date and time (UK)", format=TYPED, validators=[InputRequired("Give a date and time.")]
    )
    second = _another("Second, if there is one")
    third = _another("Third")
    fourth = _another("Fourth")
    answer_by = DateField("Answer by, if there is such a day", validators=[Optional()])

    def asked(self) -> Asked:
        """What was typed; the form must be valid."""
        typed = (self.dates.data, self.second.data, self.third.data, self.fourth.data)
        return Asked(
            dates=tuple(moment for each in typed if (moment := in_uk(each)) is not None),
            host_id=self.host.data,
            facilitator_id=self.facilitator.data,
            answer_by=end_of(self.answer_by.data),
        )


class DateForm(FlaskForm):
    """One more."""

    starts_at = DateTimeLocalField(
        "Another date and time (UK)", format=TYPED, validators=[InputRequired("Give a date and time.")]
    )

    def moment(self) -> datetime | None:
        return in_uk(self.starts_at.data)


class ConfirmingForm(FlaskForm):
    """The date that the host has looked at."""

    date = HiddenField()
    outside = BooleanField(MEANT)


def read_answers(fields: Mapping[str, str]) -> dict[int, Suits]:
    """What was said to which date; Invalid for what no button of the page says."""
    found: dict[int, Suits] = {}
    for name, word in fields.items():
        number = name.removeprefix(SAID)
        if not name.startswith(SAID):
            continue
        if not NUMBER.fullmatch(number) or word not in tuple(Suits):
            raise Invalid("Choose yes, if need be or no for each date.")
        found[int(number)] = Suits(word)
    if not found:
        raise Invalid("Say how at least one of the dates suits you.")
    return found
