"""Shape and wording of what is typed about the handover."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField

from cop.models import Condition
from cop.web.forms import Choice
from cop.web.tenures import TermForm

CONDITIONS = {
    Condition.PARTICIPANTS_WRITE: Choice(
        "Participants write", "Four in five contributions are theirs, in two quarters in a row."
    ),
    Condition.PARTICIPANTS_BEGIN: Choice(
        "Participants begin topics", "Three in five topics are begun by them, in two quarters in a row."
    ),
    Condition.ANSWERED: Choice(
        "Questions are answered",
        "Seven in ten topics have an answer within two days, in two quarters in a row.",
    ),
    Condition.SETS_MEET: Choice(
        "Sets have their next date", "Seven in ten live sets have booked a meeting, in two quarters in a row."
    ),
    Condition.STEWARDS: Choice(
        "Stewards and their successors", "Three stewards, for each of whom somebody has said that they go on."
    ),
    Condition.DECIDED: Choice(
        "What waits is decided",
        "Nine in ten items within two days, half of them by participants, in two quarters in a row.",
    ),
    Condition.CONTROLLER: Choice(
        "A data controller",
        "An organisation answers for the data from then on. A group of people can’t. Which one?",
    ),
    Condition.HOSTING: Choice("Hosting", "It is paid for twelve months. By whom, and until when?"),
    Condition.RESTORED: Choice(
        "A restored copy", "A full backup was restored on a second machine and looked at. When, and by whom?"
    ),
    Condition.DOMAIN: Choice(
        "Address and mail", "The domain name and the sender of mail can be handed over."
    ),
    Condition.POLICIES: Choice("Policies", "The participants have adopted the rules and the other policies."),
    Condition.CONTACTS: Choice(
        "Contacts for concerns", "Somebody is named for safeguarding and for other concerns. Who?"
    ),
}


class CheckForm(FlaskForm):
    condition = HiddenField()
    note = StringField("Who, where, or until when")


class HandOverForm(TermForm):
    """The last day of the staff."""
