"""Where whoever has signed in goes on to."""

from flask import request, url_for

from cop import web


def target() -> str:
    """The page that they had asked for, if it is one of ours (security.md S14)."""
    return _asked() or url_for("shell.home")


def onward(endpoint: str) -> str:
    """The address of another page on the way to that one."""
    return url_for(endpoint, next=_asked())


def _asked() -> str | None:
    asked = request.args.get("next")
    return asked if asked and web.is_safe_target(asked) else None
