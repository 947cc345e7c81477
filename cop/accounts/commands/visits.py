"""Visits to the provider of OpenID Connect: set out for here, and come back from once, in the browser that went."""

import logging
from datetime import timedelta
from typing import NamedTuple, NoReturn

from cop import jobs, openid
from cop.accounts.commands import tokens
from cop.accounts.commands.addresses import bucket
from cop.accounts.commands.resets import require_password
from cop.accounts.commands.tokens import Visit
from cop.db import command
from cop.errors import Conflict, NotFound, TooFast
from cop.logs import network
from cop.models import Throttle
from cop.models.sign_ins import fingerprint
from cop.openid import Errand, Provider
from cop.openid.claims import is_same

log = logging.getLogger("cop.accounts")

NOT_TAKEN = "That did not work, and nothing was changed. Try again, or use your password."
AWAY = "It can’t be reached just now. Use your password, or try again later."
WAIT = "There were too many tries from your network. Wait a few minutes and try again, or use your password."


class Way(NamedTuple):
    """Where a browser goes, and what its session keeps until it comes back."""

    address: str
    visit: str


class Said(NamedTuple):
    """What came back with a browser, in the words of its address."""

    state: str = ""
    code: str = ""
    error: str = ""
    issuer: str | None = None


def set_out(*, address: str | None, onward: str = "") -> Way:
    """To sign in, and go on to `onward`. Raises Conflict where the provider can't be reached, TooFast."""
    _count(network(address))
    return _way(Visit(Errand.fresh(), onward=onward))


def set_out_to_link(*, actor_id: int, password: str, sign_in_id: int) -> Way:
    """To link an account there to the actor's. Raises Invalid (`password`), Conflict, TooFast."""
    require_password(actor_id, password)
    return _way(Visit(Errand.fresh(), person_id=actor_id, sign_in_id=sign_in_id))


def _way(visit: Visit) -> Way:
    """What came before has ended its transaction: nobody waits for the provider with rows or a connection in hand."""
    try:
        return Way(provider().way(visit.errand), tokens.of_visit(visit))
    except openid.Refused as refused:
        refuse(refused.code, AWAY)


def come_back(*, token: str | None, said: Said, address: str | None) -> Visit:
    """What this browser had set out for: `token` is what its session has kept. It works once.

    The try stays counted. Raises Conflict for what nobody here asked for, what took more than ten minutes, and what was
    used before; TooFast.
    """
    visit = tokens.read_visit(token or "")
    is_ours = visit is not None and is_same(said.state, visit.errand.state)
    is_first = _count(network(address), used=fingerprint(said.state) if is_ours else None)
    if visit is None or not is_ours or not is_first:
        refuse("state")
    return visit


@command
def _count(network: str, *, used: str | None = None) -> bool:
    """Count a try of `network`; whether what is `used` by it is used for the first time."""
    if not Throttle.take(bucket("sign-in-provider", network), burst=100, every=timedelta(seconds=5)):
        raise TooFast(WAIT)
    return used is not None and Throttle.use(f"visit:{used}")


def subject(visit: Visit, said: Said) -> str:
    """Who the provider says it was who came back. It is waited for: not from within a command."""
    if said.error or not 0 < len(said.code) <= 2_000:
        refuse("denied" if said.error == "access_denied" else "error")
    try:
        return provider().subject(visit.errand, code=said.code, answered_by=said.issuer)
    except openid.Unreachable as unreachable:
        refuse(unreachable.code, AWAY)
    except openid.Refused as refused:
        refuse(refused.code)


def refuse(code: str, words: str = NOT_TAKEN) -> NoReturn:
    """One sentence for whoever came, and a word for whoever runs this: neither has anything of what was said."""
    log.warning("a visit to the provider led nowhere", extra={"code": code})
    raise Conflict(words)


def provider() -> Provider:
    """The one that the operator has chosen; NotFound where there is none."""
    settings = jobs.settings()
    if not settings.oidc_issuer:
        raise NotFound
    returns_to = f"{settings.public_url}/sign-in/provider/return"
    client = openid.Client(
        settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, returns_to
    )
    return openid.provider(client)
