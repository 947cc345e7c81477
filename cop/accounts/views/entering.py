"""Where a browser goes whose person has taken the first step: in, or to the second one."""

from flask import redirect
from werkzeug.wrappers import Response

from cop.accounts.commands import HalfWay, SignedIn
from cop.accounts.views import browsers
from cop.accounts.views.targets import onward, target


def let_on(entered: SignedIn | HalfWay, asked: str | None = None) -> Response:
    """What was in the session before is gone, whichever it is (security.md S10)."""
    if isinstance(entered, HalfWay):
        return browsers.go_half_way(redirect(onward("accounts.second_step", asked), 303), entered)
    return browsers.enter(redirect(target(asked), 303), entered)
