"""Where letters go: to the server that COP_SMTP_URL names, or without one into a folder of this installation."""

import contextlib
import email
import email.policy
import os
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from cop.config import Settings

PATIENCE = 20
"""Seconds that each step of a conversation with a server may take."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def send(message: EmailMessage, settings: Settings, *, letter_id: int) -> None:
    """Hand `message` over; OSError or SMTPException if that fails."""
    if settings.smtp_url is None:
        _keep(message, settings, letter_id)
    else:
        with contextlib.closing(_Line(urlsplit(settings.smtp_url))) as line:
            line.server.send_message(message)


def read_kept(settings: Settings, letter_id: int) -> EmailMessage | None:
    """The letter as it was written into the folder, if it was."""
    try:
        written = _path(settings, letter_id).read_bytes()
    except FileNotFoundError:
        return None
    return email.message_from_bytes(written, policy=email.policy.default)


def _keep(message: EmailMessage, settings: Settings, letter_id: int) -> None:
    """Written whole or not at all, and for this account of the machine alone: it may hold a link to a new password."""
    path = _path(settings, letter_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".draft")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123 - a mode
        file.write(message.as_bytes())
    draft.replace(path)


def _path(settings: Settings, letter_id: int) -> Path:
    return settings.var / "mail" / f"{letter_id:08}.eml"


class _Line:
    """A conversation with a server: encrypted from the start (smtps), or from STARTTLS on where that is offered."""

    def __init__(self, address: SplitResult) -> None:
        self.address = address
        host, context = address.hostname or "localhost", ssl.create_default_context()
        if address.scheme == "smtps":
            self.server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, address.port or 465, timeout=PATIENCE, context=context
            )
        else:
            self.server = smtplib.SMTP(host, address.port or 587, timeout=PATIENCE)
        try:
            self._begin(context)
        except BaseException:
            self.server.close()
            raise

    def _begin(self, context: ssl.SSLContext) -> None:
        is_private = self.address.scheme == "smtps"
        self.server.ehlo_or_helo_if_needed()
        if not is_private and self.server.has_extn("starttls"):
            self.server.starttls(context=context)
            is_private = True
        if not is_private and parse_qs(self.address.query).get("tls") == ["required"]:
            raise smtplib.SMTPNotSupportedError("the server offers no TLS")
        if self.address.username:
            self._sign_in(is_private or self.address.hostname in LOOPBACK)

    def _sign_in(self, is_private: bool) -> None:  # noqa: FBT001 - one caller
        if not is_private:
            raise smtplib.SMTPNotSupportedError("a password is not sent over a line that others can read")
        self.server.login(unquote(self.address.username or ""), unquote(self.address.password or ""))

    def close(self) -> None:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self.server.quit()
        self.server.close()
