"""The verbs of accounts."""

from cop.accounts.commands.acceptances import Newcomer, Offer, join, join_as_newcomer, open_offer
from cop.accounts.commands.address_changes import (
    ask_for_address,
    change_to_confirm,
    confirm_address,
    give_up_address,
)
from cop.accounts.commands.applications import (
    Applicant,
    answer_question,
    application_of,
    apply,
    confirm_application,
    withdraw_application,
)
from cop.accounts.commands.appointments import appoint, end_appointment
from cop.accounts.commands.challenges import Answered, Asked, Purpose
from cop.accounts.commands.departing import work_off
from cop.accounts.commands.devices import in_words
from cop.accounts.commands.grants import is_void
from cop.accounts.commands.half_way import (
    add_passkey_half_way,
    set_up_half_way,
    take_second_step,
    take_second_step_by_passkey,
    whose,
    whose_first,
)
from cop.accounts.commands.identities import give_up_identity, link, sign_in_with
from cop.accounts.commands.invitations import (
    invite,
    invite_as_operator,
    remind_invited,
    resend_invitation,
    revoke_invitation,
)
from cop.accounts.commands.leaving import leave_place
from cop.accounts.commands.letters import (
    claim_letter,
    drop_letter,
    note_failed,
    note_sent,
    waiting_letters,
)
from cop.accounts.commands.passkeys import (
    add_passkey,
    ask_to_make,
    ask_to_use,
    remove_passkey,
    sign_in_by_passkey,
)
from cop.accounts.commands.proofs import Proof, Ways, prove, ways_of
from cop.accounts.commands.resets import (
    ask_for_reset,
    change_password,
    person_of_reset,
    reset_password,
)
from cop.accounts.commands.second_steps import (
    OUT_OF_TIME,
    forget_second_step,
    give_up,
    renew_codes,
    set_up,
)
from cop.accounts.commands.sign_ins import (
    HalfWay,
    SignedIn,
    end_other_sign_ins,
    end_sign_in,
    end_sign_ins_of,
    sign_in,
)
from cop.accounts.commands.taking_back import change_to_take_back, take_address_back
from cop.accounts.commands.tenures import appoint_by_address
from cop.accounts.commands.tokens import (
    application_link,
    former_address_link,
    invitation_link,
    new_address_link,
    reset_link,
)
from cop.accounts.commands.visits import Said, come_back, set_out, set_out_to_link
from cop.accounts.commands.wave_sending import send_rest, unsent_waves
from cop.accounts.commands.waves import drop_wave, remind_wave, send_wave, upload_wave

__all__ = [
    "OUT_OF_TIME",
    "Answered",
    "Applicant",
    "Asked",
    "HalfWay",
    "Newcomer",
    "Offer",
    "Proof",
    "Purpose",
    "Said",
    "SignedIn",
    "Ways",
    "add_passkey",
    "add_passkey_half_way",
    "answer_question",
    "application_link",
    "application_of",
    "apply",
    "appoint",
    "appoint_by_address",
    "ask_for_address",
    "ask_for_reset",
    "ask_to_make",
    "ask_to_use",
    "change_password",
    "change_to_confirm",
    "change_to_take_back",
    "claim_letter",
    "come_back",
    "confirm_address",
    "confirm_application",
    "drop_letter",
    "drop_wave",
    "end_appointment",
    "end_other_sign_ins",
    "end_sign_in",
    "end_sign_ins_of",
    "forget_second_step",
    "former_address_link",
    "give_up",
    "give_up_address",
    "give_up_identity",
    "in_words",
    "invitation_link",
    "invite",
    "invite_as_operator",
    "is_void",
    "join",
    "join_as_newcomer",
    "leave_place",
    "link",
    "new_address_link",
    "note_failed",
    "note_sent",
    "open_offer",
    "person_of_reset",
    "prove",
    "remind_invited",
    "remind_wave",
    "remove_passkey",
    "renew_codes",
    "resend_invitation",
    "reset_link",
    "reset_password",
    "revoke_invitation",
    "send_rest",
    "send_wave",
    "set_out",
    "set_out_to_link",
    "set_up",
    "set_up_half_way",
    "sign_in",
    "sign_in_by_passkey",
    "sign_in_with",
    "take_address_back",
    "take_second_step",
    "take_second_step_by_passkey",
    "unsent_waves",
    "upload_wave",
    "waiting_letters",
    "ways_of",
    "whose",
    "whose_first",
    "withdraw_application",
    "work_off",
]
