"""The signed cookie of a browser. How long it counts is for the sign-in's row to say, not for the cookie's own age."""

from hashlib import sha256

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

from cop.web.signing import KeptSerializer


class Cookies(SecureCookieSessionInterface):
    """Signs with HMAC-SHA-256, and asks for the signature alone. The library takes a cookie from the future for one
    that has expired: where the clocks of two processes differ, or one steps back, people would look signed out (F21).
    """

    digest_method = staticmethod(sha256)
    _kept: KeptSerializer | None = None

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        try:
            return self.session_class(serializer.loads(request.cookies.get(self.get_cookie_name(app), "")))
        except BadSignature:
            return self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Only what was changed is sent. That a page depends on the cookie says every response of ours."""
        if session.modified:
            super().save_session(app, session, response)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """One for as long as the application lives, whose key does not change."""
        if self._kept is None and (serializer := super().get_signing_serializer(app)):
            self._kept = KeptSerializer.like(serializer)
        return self._kept
