"""The token that a page of ours carries, so that no other site can send a form in its reader's name."""

from flask import Flask, g, session
from flask_wtf.csrf import generate_csrf

from cop.config import Settings
from cop.web.signing import KeptSerializer


def start(app: Flask, settings: Settings) -> None:
    """Give templates `csrf_token`: Flask-WTF's, which finds it made where the session has one to be signed."""
    serializer = KeptSerializer(settings.secret_key, salt="wtf-csrf-token")

    def csrf_token() -> str:
        if "csrf_token" not in g and "csrf_token" in session:
            g.csrf_token = serializer.dumps(session["csrf_token"])
        return str(generate_csrf())

    app.context_processor(lambda: {"csrf_token": csrf_token})
