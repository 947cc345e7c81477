"""Who is asking, and loading things through what they may see."""

import logging
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import g, redirect, request, url_for
from flask import session as browser
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from cop import clock, policy
from cop.db import command, lock, session
from cop.errors import CopError, NotFound
from cop.models import SignIn, Space
from cop.models.sign_ins import Visitor
from cop.policy import NOBODY, Actor
from cop.web import refusals

log = logging.getLogger("cop.web")

login = LoginManager()


@login.user_loader
def _load_visitor(token: str) -> Visitor | None:
    asker = policy.load_asker(token)
    if asker is None:
        return None
    g.visitor, standing = asker
    if request.method == "GET":  # elsewhere a command may change where they stand before it is asked
        g.actor = standing
    return asker[0]


@login.unauthorized_handler
def _ask_to_sign_in() -> Response | tuple[str, int]:
    if (kept := refusals.signed_out()) is not None:
        return kept
    target = here() if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=target), 303)


def actor() -> Actor:
    """Whoever asks, as they stand now; NOBODY where nobody is signed in. Read with the sign-in of a page's reader, and
    in a query of its own where something is done.
    """
    known: Actor | None = g.get("actor")
    if known is None:
        is_signed_in = current_user.is_authenticated  # its loader may read both at once
        known = g.get("actor") or (policy.load_actor(current_user.id) if is_signed_in else NOBODY)
        g.actor = known
    return known


def forget_actor() -> None:
    """Read the actor anew: something about them was just changed."""
    g.pop("actor", None)


def sign_in_id() -> int:
    """The sign-in of this request."""
    return int(g.visitor.sign_in_id)


def renew_sign_in(token: str) -> None:
    """The sign-in of this request was proved anew: `token` is how its browser says from now on which it is."""
    browser["_user_id"] = token
    g.visitor = g.visitor._replace(proved_at=clock.now())


def space(slug: str) -> Space:
    """The space `slug`, through what the actor may see; a stranger gets NotFound."""
    here: Space | None = _spaces(actor(), slug=slug).scalar_one_or_none()
    if here is None:
        raise NotFound
    return here


@policy.loading
def _spaces(asker: Actor) -> sa.Select[Space]:
    return sa.select(Space).where(Space.slug == sa.bindparam("slug"), policy.visible_spaces(asker))


def found(query: Any) -> Any:
    """The one row of `query`, or NotFound: views load through `visible_*`, so a stranger gets 404 without an if."""
    row = session.scalars(query).unique().one_or_none()
    if row is None:
        raise NotFound
    return row


def see(response: Any) -> None:
    """Once `response` has gone out, note that this sign-in is in use, every few minutes at most."""
    visitor: Visitor | None = g.get("visitor")
    if visitor is not None and visitor.is_stale():
        do_afterwards(response, lambda: _see(visitor.sign_in_id))


def do_afterwards(response: Any, work: Callable[[], object]) -> None:
    """Do `work` once `response` has gone out. Nobody waits for it: what fails is logged here, because a server's own
    log would say the address, which may be a secret, and the error's text.
    """

    def quietly() -> None:
        try:
            work()
        except CopError:  # what was allowed a moment ago is so no more
            log.info("not done after the response")
        except Exception:
            log.exception("failed after the response")

    response.call_on_close(quietly)


@command
def _see(sign_in_id: int) -> None:
    lock(SignIn, sign_in_id).seen_at = clock.now()


def here() -> str:
    """The address that is asked for, to come back to."""
    return request.full_path.rstrip("?")


def is_safe_target(target: str | None) -> bool:
    """Whether `target` is a path of this site and can't be read as anything else (S14)."""
    if not target or len(target) > 2000 or not target.startswith("/") or target[1:2] in {"/", "\\"}:
        return False
    path = target.partition("?")[0]
    return target.isprintable() and all(character not in "\\@ " for character in path)
