"""Shape and wording of what is typed about a cohort and its workshops."""

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional

from cop.errors import Invalid
from cop.models import Component, Stage
from cop.programme.commands.programmes import LINE_LIMIT, TEXT_LIMIT
from cop.programme.commands.workshops import Plan
from cop.typed import ADDRESS_LIMIT, NO_ADDRESS
from cop.web.forms import Choice, Keyed, at_most, labels, offered, single

STAGES = {
    Stage.RECRUITING: Choice("Recruiting", "Its people are being found."),
    Stage.LIVE: Choice("Live", "Its workshops are under way."),
    Stage.ALUMNI: Choice("Alumni", "Its workshops are over, and its people go on meeting."),
    Stage.ARCHIVED: Choice(
        "Archived", "Nothing more is planned in it. Its forum and its sets stay as they are."
    ),
}
COMPONENTS = {
    Component.KNOWLEDGE: Choice("Knowledge", "The landscape, policy, methods."),
    Component.LEADERSHIP: Choice("Leadership", "Culture, influence, facilitating."),
}


class CohortForm(FlaskForm):
    venue = StringField("Where it comes together (optional)", [Optional(), at_most(LINE_LIMIT)])
    stage = RadioField("How far it is", choices=offered(labels(STAGES)), coerce=Stage)


class WorkshopForm(Keyed):
    """When, where and what for."""

    number = IntegerField("Number of the day", [InputRequired("Enter a number.")])
    title = StringField("Title", single(LINE_LIMIT, "Enter a title."))
    day = DateField("Date", [InputRequired("Enter its date.")])
    begins = TimeField("Begins at (optional)", [Optional()])
    ends = TimeField("Ends at (optional)", [Optional()])
    venue = StringField("Where (optional)", [Optional(), at_most(LINE_LIMIT)])
    objectives = TextAreaField("What it is for (optional)", [at_most(TEXT_LIMIT)])

    def plan(self) -> Plan:
        """What was filled in, of a form that is rightly filled."""
        if self.day.data is None:
            raise Invalid("Enter its date.", field="day")
        return Plan(
            number=self.number.data or 0,
            title=self.title.data or "",
            day=self.day.data,
            begins=self.begins.data,
            ends=self.ends.data,
            venue=self.venue.data or "",
            objectives=self.objectives.data or "",
        )


class ChangedWorkshopForm(WorkshopForm):
    seen = HiddenField()


class SegmentForm(FlaskForm):
    part = StringField("What it is", single(LINE_LIMIT, "Enter what it is."))
    component = RadioField("What it is there for", choices=offered(labels(COMPONENTS)), coerce=Component)


class MaterialForm(FlaskForm):
    title = StringField("What it is called", single(LINE_LIMIT, "Enter what it is called."))
    address = StringField(
        "Its address on the web",
        single(ADDRESS_LIMIT, NO_ADDRESS),
    )
