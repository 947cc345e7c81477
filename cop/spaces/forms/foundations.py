"""Shape and wording of what a community stands on: organisations and programmes."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from cop.models import Organisation, ProgrammeStatus
from cop.spaces.commands import OrganisationRow, mark_of
from cop.spaces.commands.lines import NAME_LIMIT
from cop.spaces.commands.organisations import CODE_LIMIT, LIMIT
from cop.spaces.commands.programmes import SUMMARY_LIMIT
from cop.web.forms import at_most, offered, single

STATUSES = [(each.value, each.value.capitalize()) for each in ProgrammeStatus]


class OrganisationForm(FlaskForm):
    """An organisation, entered by hand."""

    code = StringField("Code", single(CODE_LIMIT, "Enter its code."))
    name = StringField("Name", single(LIMIT, "Enter its name."))
    town = StringField("Town (optional)", [Optional(), at_most(LIMIT)])
    region = StringField("Region (optional)", [Optional(), at_most(LIMIT)])
    kind = StringField("Kind (optional)", [Optional(), at_most(LIMIT)])

    def said(self) -> dict[str, str]:
        """What was filled in."""
        return {name: getattr(self, name).data or "" for name in ("code", "name", "town", "region", "kind")}


class ChangedOrganisationForm(OrganisationForm):
    """The same of one that is there; `successor` is the code of the one that took it in, `seen` the mark of what its
    page showed.
    """

    successor = StringField(
        "Code of the organisation that took it in (optional)", [Optional(), at_most(CODE_LIMIT)]
    )
    seen = HiddenField()

    def look_at(self, organisation: Organisation) -> None:
        """Let the next save be one that knows how it is now (F15)."""
        self.seen.data = mark_of(organisation)

    def was(self) -> str:
        """What the page showed; a page that says nothing showed nothing."""
        return self.seen.data or ""

    def row(self) -> OrganisationRow:
        return OrganisationRow(**self.said(), successor=self.successor.data or "")


class ListForm(FlaskForm):
    file = FileField("Your list", [FileRequired("Choose a file.")])


class LookedAtForm(FlaskForm):
    """A list that was looked at, as its page kept it."""

    table = HiddenField()


class ProgrammeForm(FlaskForm):
    name = StringField("Name", single(NAME_LIMIT, "Enter its name."))
    parent = StringField("The programme that it is part of (optional)", [Optional(), at_most(NAME_LIMIT)])
    summary = TextAreaField("What it is, in a few sentences (optional)", [at_most(SUMMARY_LIMIT)])
    status = RadioField("How far it is", choices=offered(STATUSES), default="running")
    ended_on = DateField("Its last day (optional)", [Optional()])
