"""Shape and wording of what is typed about programmes."""

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from cop.models import PartnerRole, Programme, ProgrammeStatus
from cop.programme.commands.programmes import LINE_LIMIT, NAME_LIMIT, SUMMARY_LIMIT, TEXT_LIMIT, Said
from cop.web.forms import Choice, at_most, labels, offered, single

STATUSES = {
    ProgrammeStatus.PLANNED: Choice("Planned", "It has not begun."),
    ProgrammeStatus.RUNNING: Choice("Running", "Its cohorts are at work."),
    ProgrammeStatus.ENDED: Choice(
        "Ended",
        "Nothing more is planned in it, and workshops that were to come after its last day are cancelled. Its cohorts, "
        "their forums and their sets go on.",
    ),
    ProgrammeStatus.ARCHIVED: Choice("Archived", "The same, and it is a part of the past."),
}
PARTNER_ROLES = {
    PartnerRole.DELIVERER: "Delivered by",
    PartnerRole.FUNDER: "Funded by",
    PartnerRole.ALLOCATING_BODY: "Allocated to",
    PartnerRole.PARTNER: "In partnership with",
    PartnerRole.EVALUATOR: "Evaluated by",
}


class SaidForm(FlaskForm):
    """What a programme says of itself."""

    name = StringField("Name", single(NAME_LIMIT, "Enter its name."))
    parent = StringField("The work stream that it is part of (optional)", [Optional(), at_most(LINE_LIMIT)])
    summary = TextAreaField("What it is, in a few sentences (optional)", [at_most(SUMMARY_LIMIT)])
    rationale = TextAreaField("Why there is such a programme (optional)", [at_most(TEXT_LIMIT)])
    domain = TextAreaField("What its community cares for (optional)", [at_most(TEXT_LIMIT)])
    eligibility = TextAreaField("Whom it is designed for (optional)", [at_most(TEXT_LIMIT)])
    cost = StringField("What it costs (optional)", [Optional(), at_most(LINE_LIMIT)])
    recognition = StringField("Recognition that it has had (optional)", [Optional(), at_most(LINE_LIMIT)])
    seen = HiddenField()

    def look_at(self, programme: Programme) -> None:
        """Let the next save be one that knows how it is now (F15)."""
        self.seen.data = programme.mark()

    def said(self) -> Said:
        return Said(**{name: getattr(self, name).data or "" for name in Said.__slots__})


class StatusForm(FlaskForm):
    status = RadioField("How far it is", choices=offered(labels(STATUSES)), coerce=ProgrammeStatus)
    ended_on = DateField("Its last day (optional)", [Optional()])


class PartnerForm(FlaskForm):
    role = RadioField("As what", choices=offered(PARTNER_ROLES.items()), coerce=PartnerRole)
    name = StringField("Name of the organisation", single(LINE_LIMIT, "Enter its name."))
