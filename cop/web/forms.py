"""What forms of several features share: a key for what must happen once, numbers of rows, options to choose from."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import InputRequired, Length

from cop import clock
from cop.errors import Conflict, Invalid
from cop.models.slowing import SLOWNESSES
from cop.models.states import is_key
from cop.web.asked import NUMBER

LARGEST_ID = 2**53
LAST_YEAR = 9_000
"""What is to end later than this never ends."""


def fresh_key() -> str:
    """A key for a form that is about to be shown."""
    return secrets.token_hex(16)


def at_most(limit: int) -> Length:
    """What is typed has at most so many characters."""
    return Length(max=limit, message="At most %(max)d characters fit here.")


def single(limit: int, missing: str) -> list[Any]:
    """One line is needed, of at most so many characters."""
    return [InputRequired(missing), at_most(limit)]


class Keyed(FlaskForm):
    """A form that creates something, once, however often it is sent."""

    key = HiddenField()

    def sent_key(self) -> str:
        """The key it was sent with; Invalid if that is none that we made."""
        if not is_key(self.key.data):
            raise Invalid("This page had lost its place. What you typed is kept: send it again.")
        return str(self.key.data)

    def renew_key(self, error: Exception | None = None) -> None:
        """Get ready to be shown: with a fresh key, unless what was sent may be sent again under its own."""
        if error is None or isinstance(error, Conflict) or not is_key(self.key.data):
            self.key.data = fresh_key()


def end_of(day: date | None) -> datetime | None:
    """The moment at which `day` has ended in the United Kingdom; None for no day, and for one that never comes."""
    return None if day is None or day.year > LAST_YEAR else clock.midnight(day + timedelta(days=1))


def hidden_number(word: str | None) -> int:
    """The number that a hidden field carries; 0, which is no page and no version, for anything else."""
    return int(word) if word and NUMBER.fullmatch(word) else 0


def row_id(word: Any) -> int:
    """A number that a row can have; ValueError, as a field's `coerce` says it, for any other."""
    number = int(word)
    if not 0 < number < LARGEST_ID:
        raise ValueError(word)
    return number


def chosen_id(word: Any) -> int | None:
    """The row that was chosen; None for the option that stands for none."""
    return row_id(word) if word not in ("", None) else None


def paces(what: str) -> list[tuple[int, str]]:
    """The slow modes that there are: how often a person sends one `what`."""
    return [(seconds, f"One {what} in {words}" if words else "Off") for seconds, words in SLOWNESSES.items()]


def offered(pairs: Iterable[tuple[Any, str]], *, blank: str | None = None) -> list[SelectChoice]:
    """Options of a field from (value, words), before them an empty one called `blank`."""
    first = [SelectChoice(value="", label=blank)] if blank is not None else []
    return first + [SelectChoice(value=str(value), label=words) for value, words in pairs]


class Choice(NamedTuple):
    """What an option is called, and the sentence below it."""

    label: str
    hint: str


def labels(choices: Mapping[Any, Choice]) -> list[tuple[str, str]]:
    """(value, what it is called) of each member of an enumeration, in their order."""
    return [(each.value, said.label) for each, said in choices.items()]


def hints(choices: Mapping[Any, Choice]) -> dict[str, str]:
    """Value → the sentence below it."""
    return {each.value: said.hint for each, said in choices.items()}
