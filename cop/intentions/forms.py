"""Shape and wording of what is filled in about intentions."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    FloatField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from cop.intentions.commands import Changed, Said, Undertaken
from cop.intentions.commands.indicators import NAME_LIMIT as NAMED
from cop.intentions.commands.indicators import UNIT_LIMIT, Measured
from cop.intentions.commands.relationships import NAME_LIMIT
from cop.models import Indicator, IndicatorKind, IntentionStatus, Stakeholder, Theme, Wording
from cop.web.forms import Keyed, hidden_number, offered, single

A_DAY, A_NUMBER = "Choose a day.", "Enter a number, without words beside it."

STANDS = {
    IntentionStatus.IN_PROGRESS: "In progress",
    IntentionStatus.ACHIEVED: "Achieved",
    IntentionStatus.STOPPED: "Stopped: we no longer go for it",
}


class WordingForm(FlaskForm):
    """`seen` is the number of the wording that is edited, 0 where there is none yet."""

    seen = HiddenField()
    statement = StringField("What is to be different")
    ambition = TextAreaField("How far, and how you would know")
    theme = RadioField(
        "Theme",
        [InputRequired("Choose the theme that it belongs to.")],
        choices=offered((each, each.label) for each in Theme),
    )
    stakeholders = SelectMultipleField(
        "Whom it takes",
        choices=offered((each, each.label) for each in Stakeholder),
    )

    @classmethod
    def of(cls, wording: Wording | None) -> "WordingForm":
        if wording is None:
            return cls(formdata=None)
        return cls(
            formdata=None,
            seen=str(wording.number),
            statement=wording.statement,
            ambition=wording.ambition,
            theme=wording.theme.value,
            stakeholders=wording.stakeholders.split(),
        )

    def seen_number(self) -> int:
        return hidden_number(self.seen.data)

    def said(self) -> Said:
        """Raises Invalid."""
        return Said.of(
            self.statement.data or "",
            self.ambition.data or "",
            theme=Theme(self.theme.data),
            stakeholders=[Stakeholder(word) for word in self.stakeholders.data or []],
        )


class StatusForm(FlaskForm):
    status = RadioField(
        "How it stands", [InputRequired("Choose how it stands.")], choices=offered(STANDS.items())
    )


class RelationshipForm(FlaskForm):
    kind = SelectField("With whom", choices=offered((each, each.label) for each in Stakeholder))
    partner = StringField("Partner", single(NAME_LIMIT, "Say with whom."))
    who = StringField("Who of you has it", single(NAME_LIMIT, "Say who of you has it."))


class OfferForm(Keyed):
    text = TextAreaField("What you offer")


class FilterForm(FlaskForm):
    class Meta:
        csrf = False

    theme = SelectField(
        "Theme",
        coerce=lambda word: Theme(word) if word else None,
        choices=offered(((each, each.label) for each in Theme), blank="All"),
    )
    region = SelectField("Region", default="")
    status = SelectField(
        "How it stands",
        coerce=lambda word: IntentionStatus(word) if word else None,
        choices=offered(
            ((each, each.label) for each in IntentionStatus if each is not IntentionStatus.DRAFT), blank="All"
        ),
    )

    def offer(self, regions: list[str]) -> "FilterForm":
        self.region.choices = offered(((each, each) for each in regions), blank="All")
        return self


class IndicatorForm(FlaskForm):
    kind = RadioField(
        "What is counted",
        [InputRequired("Choose what is counted.")],
        choices=offered((each, each.label) for each in IndicatorKind),
    )
    name = StringField("What you call it", single(NAMED, "Say what is counted."))
    unit = StringField("In what it is counted", single(UNIT_LIMIT, "Say in what it is counted."))
    baseline = FloatField("Where it began", [InputRequired(A_NUMBER)])
    baseline_on = DateField("On which day", [InputRequired(A_DAY)])
    target = FloatField("Where it is to be", [InputRequired(A_NUMBER)])
    target_on = DateField("By which day", [InputRequired(A_DAY)])

    @classmethod
    def of(cls, indicator: Indicator) -> "IndicatorForm":
        said = {name: getattr(indicator, name) for name in Measured.__slots__}
        return cls(formdata=None, **said | {"kind": indicator.kind.value})

    def measured(self) -> Measured:
        said = {name: self[name].data for name in Measured.__slots__}
        return Measured(**said | {"kind": IndicatorKind(self.kind.data)})


class ValueForm(FlaskForm):
    day = DateField("Day", [InputRequired(A_DAY)])
    value = FloatField("What it was", [InputRequired(A_NUMBER)])

    def noted(self) -> dict[str, Any]:
        return {"day": self.day.data, "value": self.value.data}


class UpdateForm(Keyed):
    organisation = TextAreaField("What has changed in the organisation")
    leadership = TextAreaField("What has changed in how we lead")
    review_on = DateField("When you look at it next", [InputRequired(A_DAY)])

    def changed(self) -> Changed:
        day: Any = self.review_on.data
        return Changed(self.organisation.data or "", self.leadership.data or "", day)


class CommitmentForm(FlaskForm):
    text = TextAreaField("What you undertake")
    time_protected = StringField("Time that is protected")
    review_on = DateField("When you look at it again", [InputRequired(A_DAY)])

    def undertaken(self) -> Undertaken:
        day: Any = self.review_on.data
        return Undertaken(self.text.data or "", self.time_protected.data or "", day)


class EncouragementForm(FlaskForm):
    text = TextAreaField("A word to the pair")
