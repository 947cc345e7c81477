"""What moderators and reporters fill in: shape and wording."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import Optional

from cop import clock
from cop.errors import Invalid
from cop.models import Ground, Person, Space, SpaceKind, Verdict
from cop.moderation.queries import DONE, Filters
from cop.web.forms import chosen_id, end_of, offered, row_id

GROUNDS = [SelectChoice(ground.value, ground.label) for ground in Ground]
FINAL_GROUNDS = [SelectChoice(ground.value, ground.label) for ground in (Ground.PATIENT, Ground.UNLAWFUL)]
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


class OutcomeForm(FlaskForm):
    """What whoever appealed or asked is told, in words alone."""

    reason = TextAreaField("Why")
    seen = HiddenField()

    def why(self) -> dict[str, Any]:
        """What a command takes of it."""
        return {"ground": Ground.OTHER, "reason": self.reason.data or ""}


class TogetherForm(ReasonForm):
    """Several items, and what becomes of all of them: `do` is the button that was pressed."""

    do = HiddenField()

    def takes_away(self) -> bool:
        return bool(self.do.data != "read")


class FinalForm(ReasonForm):
    """What can't be undone: whoever sends it says that they know."""

    version = HiddenField()
    sure = BooleanField("I know that this can’t be undone")

    def require_sure(self) -> None:
        if not self.sure.data:
            raise Invalid("Tick this to go on: it can’t be undone.", field="sure")

    def given(self) -> dict[str, Any]:
        """What a command takes of it."""
        return self.why()


class RedactForm(FinalForm):
    """The words, as they stand in the text, and why."""

    words = StringField("Words to take out")

    def given(self) -> dict[str, Any]:
        return {"words": self.words.data or "", **self.why()}


class PurgeForm(FinalForm):
    """Why, of the two reasons that there are for it."""

    ground = RadioField("Why is it removed?", choices=FINAL_GROUNDS, validate_choice=False)
    reason = TextAreaField("What its author reads besides (optional)")


class EditForm(FlaskForm):
    """What it says from now on, and why."""

    text = TextAreaField("Text")
    note = TextAreaField("What you changed, and why")
    version = HiddenField()
    seen = HiddenField()


class LogForm(FlaskForm):
    """What of the log is wanted, sent in the address. What is no choice of ours asks for nothing."""

    class Meta:
        csrf = False

    space = SelectField("Space", coerce=chosen_id, validate_choice=False)
    verdict = SelectField("What", validate_choice=False)
    by = SelectField("Who decided", coerce=chosen_id, validate_choice=False)
    since = DateField("From", [Optional()])
    until = DateField("To", [Optional()])

    def offer(self, spaces: Iterable[Space], people: Iterable[Person]) -> "LogForm":
        self.space.choices = offered(((each.id, each.name) for each in spaces), blank="All of them")
        self.by.choices = offered(((each.id, each.name) for each in people), blank="Anybody")
        verdicts = sorted(DONE.items(), key=itemgetter(1))
        self.verdict.choices = offered(
            ((verdict.value, words.capitalize()) for verdict, words in verdicts), blank="Anything"
        )
        return self

    def filters(self) -> Filters:
        """The days are those of the United Kingdom, both with all that is in them."""
        word = self.verdict.data
        return Filters(
            space_id=self.space.data,
            verdict=Verdict(word) if word in set(Verdict) else None,
            actor_id=self.by.data,
            since=clock.midnight(self.since.data) if self.since.data else None,
            until=end_of(self.until.data),
        )


def _where(space: Space) -> str:
    """A set by its cohort as well: many have one of the same name."""
    if space.kind is SpaceKind.SET and space.parent is not None:
        return f"{space.name}, a set of {space.parent.name}"
    return space.name


class ApproveForm(FlaskForm):
    """Its spaces are given when it is made."""

    places = SelectMultipleField("Where they are invited", coerce=row_id)
    reason = TextAreaField("Why, where a rule is not met (kept in the log)")
    seen = HiddenField()

    def offer(self, spaces: Iterable[Space]) -> "ApproveForm":
        self.places.choices = offered((each.id, _where(each)) for each in spaces)
        return self


class AskForm(FlaskForm):
    question = TextAreaField("What would you like to know?")
    seen = HiddenField()


class RefuseForm(FlaskForm):
    reason = TextAreaField("Why they are not taken on")
    seen = HiddenField()


class AppealForm(FlaskForm):
    """What whoever looks again should know."""

    plea = TextAreaField("What the other one should know")


class ReportForm(FlaskForm):
    """What is wrong, and anything a moderator should know."""

    category = RadioField("What is wrong with it?", choices=CATEGORIES, validate_choice=False)
    reason = TextAreaField("Anything a moderator should know (optional)")
