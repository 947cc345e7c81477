"""The postman: each letter is claimed, worded from rows as they are now, and sent."""

import logging
import smtplib

from cop import jobs
from cop.accounts import commands
from cop.accounts.tasks import post_office
from cop.accounts.tasks.wording import word
from cop.jobs import job
from cop.models import Departure, Letter

log = logging.getLogger("cop.accounts")


@job
def deliver_letter(letter_id: int) -> None:
    """Send one letter, if it is due and nobody else does."""
    letter = commands.claim_letter(letter_id)
    if letter is not None:
        _deliver(letter)


@job
def deliver_waiting() -> None:
    """Wake a job for each letter that waits: wake-ups were lost, or tries have failed."""
    for letter_id in commands.waiting_letters():
        deliver_letter.wake(letter_id)


@job
def work_off_departure(person_id: int) -> None:
    """Go on with erasing what somebody leaves, as far as that goes now."""
    commands.work_off(person_id)


@job
def work_off_departures() -> None:
    """Those that were cut off, or that waited for something."""
    for person_id in Departure.under_way():
        work_off_departure.wake(person_id)


@job
def send_wave(wave_id: int) -> None:
    """Invite whoever is left of a list."""
    commands.send_rest(wave_id)


@job
def send_waves() -> None:
    """Lists whose sending was cut off."""
    for wave_id in commands.unsent_waves():
        send_wave.wake(wave_id)


@job
def remind_invited() -> None:
    """Whoever has not come a week before their link ends."""
    commands.remind_invited()


def _deliver(letter: Letter) -> None:
    letter_id, message = letter.id, word(letter)
    if message is None:
        return commands.drop_letter(letter_id)
    try:
        post_office.send(message, jobs.settings(), letter_id=letter_id)
    except (
        OSError,
        smtplib.SMTPException,
    ) as error:  # the next try is later; a reply's text may name an address
        log.warning("letter not sent", extra={"letter": letter_id, "error": type(error).__name__})
        return commands.note_failed(letter_id)
    return commands.note_sent(letter_id)
