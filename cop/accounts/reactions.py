"""What accounts does when something has happened: ended sign-ins lose their sockets, letters wake the
postman, and a list of people, or somebody's leaving, wakes who works that off."""

from cop import live
from cop.accounts import tasks
from cop.events import DepartureBegun, LetterWritten, SignInEnded, WaveSent


def end_sockets(fact: SignInEnded) -> None:
    """At once on every process; should that be lost, their sweeps find out."""
    live.close_sign_ins(fact.sign_in_ids)


def wake_postman(fact: LetterWritten) -> None:
    tasks.deliver_letter.wake(fact.letter_id)


def begin_departure(fact: DepartureBegun) -> None:
    tasks.work_off_departure.wake(fact.person_id)


def begin_wave(fact: WaveSent) -> None:
    tasks.send_wave.wake(fact.wave_id)
