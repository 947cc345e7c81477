"""The signed cookie of a browser. How long it counts is for the sign-in's row to say, not for the cookie's own age."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature


class Cookies(SecureCookieSessionInterface):
    """Asks for the signature alone. The library takes a cookie from the future for one that has expired: where the
    clocks of two processes differ, or one steps back, people would look signed out (F21).
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        try:
            return self.session_class(serializer.loads(request.cookies.get(self.get_cookie_name(app), "")))
        except BadSignature:
            return self.session_class()
