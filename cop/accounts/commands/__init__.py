"""The verbs of accounts."""

from cop.accounts.commands.acceptances import Newcomer, Offer, join, join_as_newcomer, open_offer
from cop.accounts.commands.appointments import appoint, end_appointment
from cop.accounts.commands.devices import in_words
from cop.accounts.commands.invitations import (
    invite,
    invite_as_operator,
    resend_invitation,
    revoke_invitation,
)
from cop.accounts.commands.letters import (
    claim_letter,
    drop_letter,
    forget_throttles,
    note_failed,
    note_sent,
    waiting_letters,
)
from cop.accounts.commands.resets import (
    ask_for_reset,
    change_password,
    person_of_reset,
    reset_password,
)
from cop.accounts.commands.sign_ins import SignedIn, end_other_sign_ins, end_sign_in, sign_in
from cop.accounts.commands.tokens import invitation_link, reset_link

__all__ = [
    "Newcomer",
    "Offer",
    "SignedIn",
    "appoint",
    "ask_for_reset",
    "change_password",
    "claim_letter",
    "drop_letter",
    "end_appointment",
    "end_other_sign_ins",
    "end_sign_in",
    "forget_throttles",
    "in_words",
    "invitation_link",
    "invite",
    "invite_as_operator",
    "join",
    "join_as_newcomer",
    "note_failed",
    "note_sent",
    "open_offer",
    "person_of_reset",
    "resend_invitation",
    "reset_link",
    "reset_password",
    "revoke_invitation",
    "sign_in",
    "waiting_letters",
]
