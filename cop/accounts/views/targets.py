"""Where whoever has signed in goes on to."""

from flask import request, url_for

from cop import web


def target(asked: str | None = None) -> str:
    """The page that they had asked for, here or earlier, if it is one of ours (security.md S14)."""
    return safe(asked) or url_for("shell.home")


def onward(endpoint: str, asked: str | None = None) -> str:
    """The address of another page on the way to that one."""
    return url_for(endpoint, next=safe(asked))


def safe(asked: str | None = None) -> str | None:
    """What was `asked` for earlier, or else is in this address, if it is a page of ours."""
    asked = asked or request.args.get("next")
    return asked if asked and web.is_safe_target(asked) else None
