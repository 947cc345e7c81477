"""The shape of what comes in: the form of a page without JavaScript, and the payload of each socket event."""

from dataclasses import dataclass

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput


class LineForm(FlaskForm):
    """What to say, in answer to which message; `key` makes a double click one message."""

    text = TextAreaField("Your message")
    key = HiddenField()
    reply_to = IntegerField(widget=HiddenInput(), validators=[Optional()])


@dataclass(frozen=True, slots=True)
class Opening:
    space: str
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Syncing:
    space: str
    after: int


@dataclass(frozen=True, slots=True)
class Older:
    space: str
    before: int


@dataclass(frozen=True, slots=True)
class Reading:
    space: str
    upto: int


@dataclass(frozen=True, slots=True)
class Room:
    space: str


@dataclass(frozen=True, slots=True)
class Saying:
    space: str
    key: str
    text: str
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Editing:
    message: int
    changed: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Removing:
    message: int
    changed: int | None


@dataclass(frozen=True, slots=True)
class Marking:
    message: int
    mark: str
    on: bool
