"""The shape of what comes in: the form of a page without JavaScript, and the payload of each socket event."""

from dataclasses import dataclass

from wtforms import IntegerField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from cop.web.forms import Keyed


class LineForm(Keyed):
    """What to say, in answer to which message."""

    text = TextAreaField("Your message")
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
class Naming:
    space: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Drafting:
    space: str
    text: str


@dataclass(frozen=True, slots=True)
class Saying:
    """`confirmed`: its author says that it tells nobody who a patient is; `meant`: that they mean a word that is asked
    about.
    """

    space: str
    key: str
    text: str
    reply_to: int | None = None
    confirmed: bool = False
    meant: bool = False


@dataclass(frozen=True, slots=True)
class Editing:
    message: int
    changed: int | None
    text: str
    confirmed: bool = False
    meant: bool = False


@dataclass(frozen=True, slots=True)
class Removing:
    message: int
    changed: int | None


@dataclass(frozen=True, slots=True)
class Marking:
    message: int
    mark: str
    on: bool
