"""What accounts does when something has happened: ended sign-ins lose their sockets, letters wake the
postman, and a list of people wakes who invites them."""

from cop import live
from cop.accounts import tasks
from cop.events import LetterWritten, SignInEnded, WaveSent


def end_sockets(fact: SignInEnded) -> None:
    """At once on every process; should that be lost, their sweeps find out."""
    live.close_sign_ins(fact.sign_in_ids)


def wake_postman(fact: LetterWritten) -> None:
    tasks.deliver_letter.wake(fact.letter_id)


def begin_wave(fact: WaveSent) -> None:
    tasks.send_wave.wake(fact.wave_id)
