"""Pages of accounts."""

from cop.accounts.views import (
    account,
    addresses,
    applications,
    half_way,
    identities,
    invitations,
    leaving,
    letters,
    passkeys,
    passwords,
    proofs,
    second_steps,
    sign_ins,
    tenures,
    waves,
)
from cop.accounts.views.blueprint import blueprint

__all__ = [
    "account",
    "addresses",
    "applications",
    "blueprint",
    "half_way",
    "identities",
    "invitations",
    "leaving",
    "letters",
    "passkeys",
    "passwords",
    "proofs",
    "second_steps",
    "sign_ins",
    "tenures",
    "waves",
]
