"""The shape of what the page of a meeting says by the socket."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from cop.errors import Invalid
from cop.meetings.forms.acts import Form

MOST_FIELDS = 100


@dataclass(frozen=True, slots=True)
class Opening:
    meeting: int


@dataclass(frozen=True, slots=True)
class Syncing:
    meeting: int
    after: int


@dataclass(frozen=True, slots=True)
class Saying:
    """`confirmed`: its author says that it tells nobody who a patient is; `meant`: that they mean a
    word that is asked about; `as_is`: that they have thought about their question.
    """

    meeting: int
    key: str
    text: str
    confirmed: bool = False
    meant: bool = False
    as_is: bool = False


@dataclass(frozen=True, slots=True)
class Acting:
    """`form` is what the form around a button would send without a script, written as an address writes it."""

    meeting: int
    form: str

    def fields(self) -> Form:
        """Raises Invalid for what no form sends."""
        try:
            named = parse_qsl(self.form, keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError as error:
            raise Invalid("That was not understood.", field="form") from error
        if any("\x00" in value for _, value in named):
            raise Invalid("That was not understood.", field="form")
        return MultiDict(named)
