"""Shape and wording of renewing a contract, and of what is offered to a dormant set."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, RadioField
from wtforms.validators import InputRequired

from cop.meetings.queries.lives import MORE
from cop.models import Contract
from cop.models.lives import Offer
from cop.web.forms import Choice, hidden_number, hints, labels, offered

OFFERS = {
    Offer.REBOOK: Choice(Offer.REBOOK.label, "For a set that has only lost its rhythm."),
    Offer.RE_FORM: Choice(
        Offer.RE_FORM.label,
        "For a set that has become too small. Once most of it say yes, bring its people into the other one.",
    ),
    Offer.CLOSE: Choice(
        Offer.CLOSE.label,
        "For one that has done what it was for. Its members say yes; after 28 days you can.",
    ),
}
OFFER_HINTS = hints(OFFERS)


class RenewalForm(FlaskForm):
    """How many meetings more a set agrees on."""

    more = IntegerField("Meetings more", [InputRequired("Enter a number of meetings.")])
    seen = HiddenField()

    @classmethod
    def of(cls, contract: Contract) -> "RenewalForm":
        return cls(formdata=None, more=MORE, seen=str(contract.version))

    def seen_version(self) -> int:
        return hidden_number(self.seen.data)


class OfferForm(FlaskForm):
    offer = RadioField(
        "What you offer",
        choices=offered(labels(OFFERS)),
        coerce=Offer,
        validators=[InputRequired("Choose what you offer.")],
    )


class ClosingForm(FlaskForm):
    understood = BooleanField(
        "I know that it can’t be opened again", [InputRequired("Tick this to close the set.")]
    )
