"""Shape and wording of what is typed about visits and events."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
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
from cop.gatherings.commands.arranging import LINE_LIMIT, TEXT_LIMIT, Details
from cop.gatherings.commands.notes import NOTE_LIMIT
from cop.markup import POST_LIMIT
from cop.models import GatheringKind, Invited, Scope, Space, SpaceKind
from cop.typed import ADDRESS_LIMIT
from cop.web.forms import Choice, Keyed, at_most, labels, offered, single

KINDS = {
    GatheringKind.VISIT: Choice("Visit", "Of a cohort, to an organisation that shows how it works."),
    GatheringKind.STAKEHOLDER_ENGAGEMENT: Choice(
        "Engagement event", "People say what they need, and what comes of it informs what follows."
    ),
    GatheringKind.CONFERENCE: Choice(
        "Conference", "Its agenda is made by those who come, with stakeholders and partners."
    ),
    GatheringKind.OTHER: Choice("Another event", "Anything else that has a date."),
}
SCOPES = {
    Scope.ORGANISATION: Choice("Organisation", "For some organisations, such as those of a cohort."),
    Scope.REGIONAL: Choice("Regional", "For a region, which you name below."),
    Scope.NATIONAL: Choice("National", "For the whole country."),
}
INVITED = {
    Invited.EVERYBODY: Choice("Everybody here", "All members of this space."),
    Invited.DIRECTORS: Choice("Directors", "Members whose role is R&D director."),
    Invited.MANAGERS: Choice("Managers", "Members whose role is R&D manager."),
}


WORDS = ("called", "venue", "partner", "region", "purpose")


class GatheringForm(Keyed):
    """When, where, for whom and what for."""

    kind = RadioField("What it is", choices=offered(labels(KINDS)), coerce=GatheringKind)
    called = StringField("Host, or name of the event", single(LINE_LIMIT, "Enter what it is called."))
    day = DateField("Date", [InputRequired("Enter its date.")])
    last_day = DateField("Last day, where it takes several (optional)", [Optional()])
    begins = TimeField("Begins at (optional)", [Optional()])
    ends = TimeField("Ends at (optional)", [Optional()])
    venue = StringField("Where to come, or how to join on line (optional)", [Optional(), at_most(LINE_LIMIT)])
    partner = StringField("Organised with (optional)", [Optional(), at_most(LINE_LIMIT)])
    places = IntegerField("Places (optional)", [Optional()])
    scope = RadioField("Whom it reaches", choices=offered(labels(SCOPES)), coerce=Scope)
    region = StringField("Region, where it is regional (optional)", [Optional(), at_most(LINE_LIMIT)])
    invited = RadioField("Who is invited", choices=offered(labels(INVITED)), coerce=Invited)
    purpose = TextAreaField("What it is for (optional)", [at_most(TEXT_LIMIT)])

    def offer(self, space: Space) -> None:
        """Let those kinds be chosen that there are in `space`."""
        kinds = {kind: said for kind, said in KINDS.items() if _is_held_in(kind, space)}
        self.kind.choices = offered(labels(kinds))

    def begin(self, space: Space) -> None:
        """Start with what is most likely."""
        visits = space.kind is SpaceKind.COHORT
        self.kind.data = GatheringKind.VISIT if visits else GatheringKind.STAKEHOLDER_ENGAGEMENT
        self.scope.data, self.invited.data = Scope.ORGANISATION, Invited.EVERYBODY

    def details(self) -> Details:
        """What was filled in, of a form that is rightly filled."""
        if self.day.data is None:
            raise Invalid("Enter its date.", field="day")
        given: dict[str, Any] = {name: self[name].data for name in Details.__slots__}
        return Details(**given | {name: given[name] or "" for name in WORDS})


class ChangedGatheringForm(GatheringForm):
    seen = HiddenField()


class NeedsForm(FlaskForm):
    """Words of consent of their own, beside what they are given for (domain.md C05)."""

    needs = TextAreaField("In your own words", [at_most(NOTE_LIMIT)])
    consents = BooleanField("The organiser may read this to arrange it. Nobody else does.")


class WriteUpForm(Keyed):
    text = TextAreaField("What you bring home", [at_most(POST_LIMIT)])


class OutputForm(FlaskForm):
    title = StringField("What came of it", single(LINE_LIMIT, "Enter what came of it."))
    address = StringField("Its address on the web (optional)", [Optional(), at_most(ADDRESS_LIMIT)])


class OutsiderForm(FlaskForm):
    name = StringField("Name", single(LINE_LIMIT, "Enter their name."))
    organisation = StringField("Organisation (optional)", [Optional(), at_most(LINE_LIMIT)])


def _is_held_in(kind: GatheringKind, space: Space) -> bool:
    return kind is not GatheringKind.VISIT or space.kind is SpaceKind.COHORT
