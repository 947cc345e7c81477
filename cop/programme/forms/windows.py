"""Shape and wording of when the meetings of sets are to be."""

from collections.abc import Iterable
from datetime import date

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired

from cop.models import MeetingMode, Space
from cop.programme.commands.windows import Window
from cop.web.forms import Choice, chosen_id, hints, labels, offered

MODES = {
    MeetingMode.FACILITATED: Choice(
        "With an adviser", "Mostly on the day of a workshop: the first day is the last."
    ),
    MeetingMode.SELF_ARRANGED: Choice(
        "Arranged by the set itself", "Between two workshops: neither of their days belongs to it."
    ),
}
MODE_HINTS = hints(MODES)


class WindowForm(FlaskForm):
    number = IntegerField("Which meeting of a set", [InputRequired("Enter a number.")])
    mode = RadioField(
        "How it is held",
        choices=offered(labels(MODES)),
        coerce=MeetingMode,
        validators=[InputRequired("Choose how it is held.")],
    )
    first_on = DateField("First day", [InputRequired("Enter the first day.")])
    last_on = DateField("Last day", [InputRequired("Enter the last day.")])
    set = SelectField("For", coerce=chosen_id)

    def offer(self, sets: Iterable[Space]) -> None:
        """For which sets one can say it."""
        self.set.choices = offered([(each.id, each.name) for each in sets], blank="All sets of this cohort")

    def window(self) -> Window:
        """What was typed; the form must be valid."""
        return Window(
            number=self.number.data or 0,
            mode=self.mode.data,
            first_on=self.first_on.data or date.min,
            last_on=self.last_on.data or date.min,
            set_id=self.set.data,
        )
