"""What accounts does when something has happened: ended sign-ins lose their sockets, letters wake the postman."""

from cop import live
from cop.accounts import tasks
from cop.events import LetterWritten, SignInEnded


def end_sockets(fact: SignInEnded) -> None:
    """At once on every process; should that be lost, their sweeps find out."""
    live.close_sign_ins(fact.sign_in_ids)


def wake_postman(fact: LetterWritten) -> None:
    tasks.deliver_letter.wake(fact.letter_id)
