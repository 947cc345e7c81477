"""Shape and wording of what is written in a forum. Meaning and limits are the commands' to judge."""

import re
import secrets

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField

from cop.errors import Conflict, Invalid

KEY = re.compile(r"[0-9a-zA-Z-]{16,64}")


NUMBER = re.compile(r"[0-9]{1,15}")


def whole(word: str | None) -> int:
    """The number that a hidden field carries; 0, which is no page and no version, for anything else."""
    return int(word) if word and NUMBER.fullmatch(word) else 0


def fresh_key() -> str:
    """A key for a form that is about to be shown."""
    return secrets.token_hex(16)


class Keyed(FlaskForm):
    """A form that creates something, once, however often it is sent."""

    key = HiddenField()

    def sent_key(self) -> str:
        """The key it was sent with; Invalid if that is none that we made."""
        if not KEY.fullmatch(self.key.data or ""):
            raise Invalid("This page had lost its place. Your text is kept: send it again.")
        return str(self.key.data)

    def renew_key(self, error: Exception | None = None) -> None:
        """Get ready to be shown: with a fresh key, unless what was sent may be sent again under its own."""
        if error is None or isinstance(error, Conflict) or not KEY.fullmatch(self.key.data or ""):
            self.key.data = fresh_key()


class ReplyForm(Keyed):
    text = TextAreaField("Your reply")
    page = HiddenField()
    """The page of the topic that the reply was written on."""


class TopicForm(Keyed):
    title = StringField("Title")
    text = TextAreaField("What you want to say or ask")


class EditForm(FlaskForm):
    text = TextAreaField("Your post")
    version = HiddenField()

    def seen_version(self) -> int:
        """The version that was edited; 0 where the page did not say."""
        return whole(self.version.data)
