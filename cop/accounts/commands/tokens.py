"""Tokens that leave this site in a letter or a cookie: signed for one purpose each, nothing of them is at rest."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

from cop import clock, jobs
from cop.models import AddressChange, Application, Invitation, Person
from cop.openid import Errand

RESET_LIFE = timedelta(hours=1)
BROWSER_LIFE = timedelta(days=365)
SETTING_UP_LIFE = timedelta(minutes=30)
HALF_WAY_LIFE = timedelta(minutes=10)
CHALLENGE_LIFE = timedelta(minutes=5)
VISIT_LIFE = timedelta(minutes=10)


class _Signer(TimestampSigner):
    """Signs by the site's one clock."""

    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())

    def timestamp_to_datetime(self, ts: int) -> datetime:
        return datetime.fromtimestamp(ts, UTC)


def _serializer(purpose: str) -> "URLSafeTimedSerializer":
    return URLSafeTimedSerializer(
        jobs.settings().secret_key,
        salt=f"cop.accounts.{purpose}",
        signer=_Signer,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )


def _read(purpose: str, token: str, *, life: timedelta | None = None) -> list[Any]:
    """What `token` says, or an empty list for one that is forged, too old or for another purpose."""
    try:
        said = _serializer(purpose).loads(token, max_age=int(life.total_seconds()) if life else None)
    except BadData:
        return []
    return said if isinstance(said, list) else []


def _read_state(purpose: str, token: str, *, life: timedelta | None = None) -> tuple[int, str] | None:
    match _read(purpose, token, life=life):
        case [int(row_id), str(then)]:
            return row_id, then
    return None


def of_invitation(invitation: Invitation) -> str:
    return str(_serializer("invitation").dumps([invitation.id, state_of_invitation(invitation)]))


def read_invitation(token: str) -> tuple[int, str] | None:
    """(id, state) of the invitation behind a link."""
    return _read_state("invitation", token)


def of_application(application: Application) -> str:
    """What may be done by it is told by the state that the application is in."""
    return str(_serializer("application").dumps([application.id, state_of_application(application)]))


def read_application(token: str) -> tuple[int, str] | None:
    """(id, state) of the application behind a link."""
    return _read_state("application", token)


def of_reset(person: Person) -> str:
    """Bound to the person, their address and their password of now: it dies with either (security.md S11)."""
    return str(_serializer("reset").dumps([person.id, state(person)]))


def read_reset(token: str) -> tuple[int, str] | None:
    """(id, state) of the person who may choose a new password, if asked within the hour."""
    return _read_state("reset", token, life=RESET_LIFE)


def of_new_address(change: AddressChange) -> str:
    """For the letter to the address that somebody wants; how long it works is told by the change."""
    return str(_serializer("new address").dumps([change.id, state_of_change(change)]))


def read_new_address(token: str) -> tuple[int, str] | None:
    """(id, state) of the change that may be confirmed by it."""
    return _read_state("new address", token)


def of_former_address(change: AddressChange) -> str:
    """For the letters to the address that they have, or had."""
    return str(_serializer("former address").dumps([change.id, state_of_change(change)]))


def read_former_address(token: str) -> tuple[int, str] | None:
    """(id, state) of the change that may be taken back by it."""
    return _read_state("former address", token)


def of_authenticator(person_id: int, salt: str) -> str:
    """For a page on which somebody sets up an authenticator."""
    return str(_serializer("authenticator").dumps([person_id, salt]))


def read_authenticator(token: str, person_id: int) -> str | None:
    """The salt of the secret that a page has shown to this person within the half hour."""
    match _read("authenticator", token, life=SETTING_UP_LIFE):
        case [int(whose), str(salt)] if whose == person_id:
            return salt
    return None


def of_half_way(person: Person) -> str:
    """For whoever has given their password and has another step to take: it dies with the password."""
    return str(_serializer("half way").dumps([person.id, state(person)]))


def read_half_way(token: str, life: timedelta) -> tuple[int, str] | None:
    """(id, state) of a person who has given their password not longer ago than `life`."""
    return _read_state("half way", token, life=life)


def of_challenge(challenge: str, bound: list[Any]) -> str:
    """For a page that asks for a passkey: the challenge, and what it is `bound` to."""
    return str(_serializer("challenge").dumps([challenge, bound]))


def read_challenge(token: str, bound: list[Any]) -> str | None:
    """The challenge that was drawn within five minutes, and bound to the same."""
    match _read("challenge", token, life=CHALLENGE_LIFE):
        case [str(challenge), list(then)] if then == bound:
            return challenge
    return None


class Visit(NamedTuple):
    """What a browser is away for: to link an account to its person's, in this sign-in; or with nobody's id, to sign in,
    and then to go on to `onward`.
    """

    errand: Errand
    person_id: int = 0
    sign_in_id: int = 0
    onward: str = ""


def of_visit(visit: Visit) -> str:
    """For the session of a browser that goes to the provider, and of no other."""
    return str(_serializer("visit").dumps([*visit.errand, *visit[1:]]))


def read_visit(token: str) -> Visit | None:
    """What a browser had set out for within these ten minutes."""
    match _read("visit", token, life=VISIT_LIFE):
        case [str(state), str(nonce), str(verifier), int(person_id), int(sign_in_id), str(onward)]:
            return Visit(Errand(state, nonce, verifier), person_id, sign_in_id, onward)
    return None


def state(person: Person) -> str:
    """A fingerprint of what a reset link depends on."""
    return _fingerprint(person.id, person.email, person.password_hash)


def state_of_change(change: AddressChange) -> str:
    """A fingerprint of whose it is and what it is about: a database may give the id of a row that is gone again."""
    return _fingerprint(
        change.id, change.person_id, change.former, change.wanted, change.asked_at.isoformat()
    )


def state_of_invitation(invitation: Invitation) -> str:
    """A fingerprint of its issue and its address: its link dies with either."""
    about = (invitation.id, invitation.issue, invitation.email, invitation.created_at.isoformat())
    return _fingerprint(*about)


def state_of_application(application: Application) -> str:
    """A fingerprint of its address, with which its link dies."""
    return _fingerprint(application.id, application.email, application.sent_at.isoformat())


def _fingerprint(*what: object) -> str:
    text = "\x1f".join(map(str, what))
    return hmac.digest(jobs.settings().secret_key.encode(), text.encode(), "sha256").hex()


def of_browser(account: str, nonce: str) -> str:
    """A cookie for a browser that has signed in to `account` (a bucket's name, not an address)."""
    return str(_serializer("browser").dumps([account, nonce]))


def read_browser(token: str | None, account: str) -> str | None:
    """The nonce of a browser that has signed in to `account` before."""
    match _read("browser", token or "", life=BROWSER_LIFE):
        case [str(whose), str(nonce)] if whose == account:
            return nonce
    return None


def invitation_link(invitation: Invitation) -> str:
    """The address by which `invitation` is accepted."""
    return _link("invitations", of_invitation(invitation))


def application_link(application: Application) -> str:
    """The address by which whoever made `application` confirms it, answers, and withdraws it."""
    return _link("applications", of_application(application))


def reset_link(person: Person) -> str:
    """The address by which `person` chooses a new password within the hour."""
    return _link("reset-password", of_reset(person))


def new_address_link(change: AddressChange) -> str:
    """The address by which whoever asked for `change` confirms it."""
    return _link("new-address", of_new_address(change))


def former_address_link(change: AddressChange) -> str:
    """The address by which `change` is taken back."""
    return _link("former-address", of_former_address(change))


def _link(path: str, token: str) -> str:
    """The host is the configured one, whatever a request said (security.md S11)."""
    return f"{jobs.settings().public_url}/{path}/{token}"
