"""Shape and wording of what is filled in about intentions."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
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

from cop.intentions.commands import Changed, Noted, Said, Told, Undertaken
from cop.intentions.commands.indicators import NAME_LIMIT as NAMED
from cop.intentions.commands.indicators import UNIT_LIMIT, Measured
from cop.intentions.commands.relationships import NAME_LIMIT
from cop.models import (
    Cycle,
    ImpactLevel,
    Indicator,
    IndicatorKind,
    IntentionStatus,
    Stakeholder,
    Theme,
    ValueStory,
    Wording,
)
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


READERS = {
    "mine": "Only I, and of an intention the two of the pair",
    "shared": "Whoever belongs to the network",
}


class ImpactForm(Keyed):
    level = RadioField(
        "At which level",
        [InputRequired("Choose at which level it has changed.")],
        choices=offered((each, each.label) for each in ImpactLevel),
    )
    happened_on = DateField("On which day it had changed", [InputRequired(A_DAY)])
    text = TextAreaField("What has changed")
    evidence = TextAreaField("By what one sees that")
    readers = RadioField(
        "Who reads it", [InputRequired("Choose who reads it.")], choices=offered(READERS.items())
    )

    def noted(self) -> Noted:
        day: Any = self.happened_on.data
        said = self.text.data or "", self.evidence.data or ""
        return Noted(ImpactLevel(self.level.data), day, *said, is_shared=self.readers.data == "shared")


class StoryForm(Keyed):
    """One box for each cycle of value (domain.md 3.1), of which none has to be filled in."""

    title = StringField("Title")
    immediate = TextAreaField(Cycle.IMMEDIATE.label)
    potential = TextAreaField(Cycle.POTENTIAL.label)
    applied = TextAreaField(Cycle.APPLIED.label)
    realised = TextAreaField(Cycle.REALISED.label)
    transformative = TextAreaField(Cycle.TRANSFORMATIVE.label)
    topic = StringField("The number of the topic that it began with")
    intention = StringField("The number of the intention that it began with")
    at_meeting = BooleanField("It began at a meeting of my set")

    @classmethod
    def of(cls, story: ValueStory) -> "StoryForm":
        cycles = {each.value: getattr(story, each) for each in Cycle}
        begun = {"topic": story.topic_id or "", "intention": story.intention_id or ""}
        return cls(formdata=None, title=story.title, at_meeting=story.began_at_meeting, **cycles, **begun)

    def told(self) -> Told:
        cycles = {each.value: self[each.value].data or "" for each in Cycle}
        return Told(
            self.title.data or "",
            **cycles,
            topic_id=row_number(self.topic.data),
            intention_id=row_number(self.intention.data),
            began_at_meeting=bool(self.at_meeting.data),
        )


def row_number(word: str | None) -> int | None:
    """The number at the end of what somebody typed or copied: an address, or the number alone; 0 for no number."""
    said = (word or "").strip()
    if not said:
        return None
    return hidden_number(said.split("#")[0].rstrip("/").rsplit("/", 1)[-1])
