"""Pages of accounts."""

from cop.accounts.views import (
    account,
    applications,
    invitations,
    letters,
    passwords,
    second_steps,
    sign_ins,
    waves,
)
from cop.accounts.views.blueprint import blueprint

__all__ = [
    "account",
    "applications",
    "blueprint",
    "invitations",
    "letters",
    "passwords",
    "second_steps",
    "sign_ins",
    "waves",
]
