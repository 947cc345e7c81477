"""Shape and wording of a poll that is opened: of options that are written, or of days."""

from collections.abc import Sequence

from wtforms import DateField, Field, HiddenField, RadioField, StringField, TextAreaField, TimeField
from wtforms.validators import Optional

from cop.errors import Invalid
from cop.forum.commands import Choice, Paper
from cop.forum.forms import LastDayForm
from cop.models import PollKind
from cop.web.forms import Keyed, offered

SECRECY = [
    ("named", "All who can read this topic see who chose what"),
    ("anonymous", "Nobody sees who chose what, moderators included"),
]
KINDS = {
    PollKind.SINGLE: "They choose one",
    PollKind.MULTIPLE: "They choose one or more",
    PollKind.RANKED: "They put them in order",
}
ROWS = 8
"""Days that the form of a poll has place for."""


class AskingForm(Keyed, LastDayForm):
    """What every poll has."""

    question = StringField("Question")
    secrecy = RadioField("Who sees who chose what", choices=offered(SECRECY), default="named")
    last_day = DateField("Last day to vote", [Optional()])

    def asked(self, kind: PollKind, choices: Sequence[Choice]) -> Paper:
        """What is asked, in this way, with these to choose from. Raises Invalid (no day of a calendar)."""
        return Paper(
            kind=kind,
            question=self.question.data or "",
            choices=choices,
            is_anonymous=self.secrecy.data == "anonymous",
            closes_at=self.end(),
        )


class OptionsForm(AskingForm):
    kind = RadioField(
        "How people answer",
        choices=offered((kind.value, words) for kind, words in KINDS.items()),
        default=PollKind.SINGLE.value,
    )
    options = TextAreaField("Options")

    def paper(self) -> Paper:
        """What is asked. Raises Invalid (no kind of poll, no day of a calendar)."""
        if self.kind.data not in KINDS:
            raise Invalid("Choose how people answer.", field="kind")
        lines = (self.options.data or "").splitlines()
        return self.asked(PollKind(self.kind.data), [Choice(text=line) for line in lines if line.strip()])


class DatesForm(AskingForm):
    """A row for each day that is offered; `options` only carries what is wrong with them."""

    options = HiddenField()

    @property
    def rows(self) -> list[tuple[DateField, TimeField]]:
        return [(self[f"day_{number}"], self[f"hour_{number}"]) for number in range(1, ROWS + 1)]

    def paper(self) -> Paper:
        """What is asked; rows that are empty are left out. Raises Invalid (no day of a calendar, or a time without)."""
        rows = [(day, hour) for day, hour in self.rows if _is_typed(day) or _is_typed(hour)]
        if any(day.data is None or (_is_typed(hour) and hour.data is None) for day, hour in rows):
            raise Invalid("Enter each as a day, such as 2026-03-27, with or without a time.", field="options")
        return self.asked(PollKind.DATES, [Choice(day=day.data, hour=hour.data) for day, hour in rows])


def _is_typed(field: Field) -> bool:
    return any(field.raw_data or ())


for _number in range(1, ROWS + 1):
    setattr(DatesForm, f"day_{_number}", DateField(f"Day {_number}", [Optional()]))
    setattr(DatesForm, f"hour_{_number}", TimeField(f"Time {_number}", [Optional()]))
