"""Identifiers of patients in what people write (domain.md 4.1): what is likely one is refused, what may be one is asked
about. Names can't be told from other words; for those there is the report.

What was found is never kept, logged or shown: a finding says which detector found something, and where.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from nhs_number import calculate_checksum  # type: ignore[attr-defined]  # it says so in its documentation alone


class Detector(StrEnum):
    """What a finding is named by, in the log and on the page. The last two are of words that a space lists: those for
    which something waits, and those that its author was asked about. They are found elsewhere (models/wording.py).
    """

    NHS_NUMBER = "nhs_number"
    MAYBE_NHS_NUMBER = "maybe_nhs_number"
    CHI_NUMBER = "chi_number"
    INSURANCE_NUMBER = "insurance_number"
    HOSPITAL_NUMBER = "hospital_number"
    DATE_OF_BIRTH = "date_of_birth"
    POSTCODE_AND_AGE = "postcode_and_age"
    INITIALS_AND_AGE = "initials_and_age"
    HELD_WORD = "held_word"
    ASKED_WORD = "asked_word"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_likely(self) -> bool:
        """Whether what it finds is refused, whatever its author says of it."""
        return self is Detector.NHS_NUMBER


_LABELS = {
    Detector.NHS_NUMBER: "an NHS number",
    Detector.MAYBE_NHS_NUMBER: "an NHS number",
    Detector.CHI_NUMBER: "a CHI number",
    Detector.INSURANCE_NUMBER: "a National Insurance number",
    Detector.HOSPITAL_NUMBER: "a hospital number",
    Detector.DATE_OF_BIRTH: "a date of birth",
    Detector.POSTCODE_AND_AGE: "a postcode beside an age or a date",
    Detector.INITIALS_AND_AGE: "somebody’s initials and age",
    Detector.HELD_WORD: "a word that waits for a moderator",
    Detector.ASKED_WORD: "a word that its author was asked about",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`start` and `length` count characters of the text as `plain` makes it; `line` counts its lines from 1."""

    detector: Detector
    start: int
    length: int
    line: int = 1


def find(text: str) -> tuple[Finding, ...]:
    """All findings in `text`, in their order. What it takes grows with the text alone: each look around has a bound."""
    words = _ADDRESS.sub(lambda address: " " * len(address[0]), plain(text))
    if not _DIGIT.search(words):
        return ()
    found = [finding for detect in _DETECTORS for finding in detect(words)]
    found.sort(key=lambda finding: finding.start)
    return tuple(replace(each, line=1 + words.count("\n", 0, each.start)) for each in found)


def find_in_pieces(text: str) -> Iterator[Finding]:
    """The same of a text of any length, piece by piece, so that others get their turn in between."""
    for start in range(0, len(text), PIECE):
        line = text.count("\n", 0, start)
        for finding in find(text[start : start + PIECE + OVERLAP]):
            yield replace(finding, start=start + finding.start, line=line + finding.line)


def plain(text: str) -> str:
    """`text` as it is read here: digits, spaces and hyphens of every script are those of ASCII, and there is nothing
    that can't be seen or that only stands on another sign.
    """
    return text if text.isascii() else text.translate(_SIGNS)


class _Signs(dict[int, str | None]):
    """A table for `str.translate` that learns what it is asked for. Signs that stay are very many, and not kept."""

    def __missing__(self, code: int) -> str | None:
        category = unicodedata.category(chr(code))
        if category == "Nd":
            self[code] = str(unicodedata.decimal(chr(code)))
        elif category in _READ_AS:
            self[code] = _READ_AS[category]
        else:
            raise LookupError(code)
        return self[code]


_READ_AS = {"Zs": " ", "Pd": "-", "Cf": None, "Mn": None, "Me": None}
_SIGNS = _Signs()
_DIGIT = re.compile("[0-9]")
_ADDRESS = re.compile(r"(?:https?://|www\.|\bdoi:|\b10\.[0-9]{4,9}/)[^\s<>]*", re.IGNORECASE)

PIECE, OVERLAP = 50_000, 200
"""Characters that are read at once, and so many of the next ones, in which what has begun must end."""

NEAR, BEFORE = 30, 40
"""Characters around a number in which a patient may be named; and before it, in which it may be called otherwise."""

_NUMBER = re.compile(r"(?<![0-9])[0-9]{3}[ \-.]?[0-9]{3}[ \-.]?[0-9]{4}(?![0-9])")
_CALLED_OTHERWISE = re.compile(
    r"\b(?:ISBN(?:-?1[03])?|ISRCTN|NCT|IRAS|EudraCT|REC|CPMS|ORCID|grant)"
    r"(?: (?:id|no|number|ref|reference|project))*[ .:#/(\-]*$",
    re.IGNORECASE,
)
_DIALLED = re.compile(r"(?:\+|\b00)44[ \-.]?(?:\(0\))?[ \-.]?$")
_OF_A_PATIENT = re.compile(r"\b(?:NHS|patients?|pts?|hosp(?:ital)?|MRN|DOB)\b", re.IGNORECASE)
_SPACED = len("000 000 0000")


def _nhs_numbers(words: str) -> Iterator[Finding]:
    for match in _NUMBER.finditer(words):
        start, end = match.span()
        before = words[max(0, start - BEFORE) : start]
        if _CALLED_OTHERWISE.search(before) or _DIALLED.search(before):
            continue
        around = f"{before[-NEAR:]} {words[end : end + NEAR]}"
        detector = _kind_of(match[0], is_of_a_patient=_OF_A_PATIENT.search(around) is not None)
        if detector is not None:
            yield Finding(detector, start, end - start)


def _kind_of(number: str, *, is_of_a_patient: bool) -> Detector | None:
    """One in eleven of all numbers passes the check, so more than that must speak for it."""
    digits = re.sub("[^0-9]", "", number)
    if calculate_checksum(digits[:9]) != int(digits[9]):
        return Detector.MAYBE_NHS_NUMBER if len(number) == _SPACED else None
    if is_of_a_patient or digits[0] in "3467" or digits.startswith("999"):
        return Detector.NHS_NUMBER
    return Detector.CHI_NUMBER if _is_a_day(digits[:6]) else Detector.MAYBE_NHS_NUMBER


def _is_a_day(digits: str) -> bool:
    try:
        datetime.strptime(digits, "%d%m%y")  # noqa: DTZ007 - a day, and no moment
    except ValueError:
        return False
    return True


_DATE = r"[0-9]{1,2}[/.\- ][0-9]{1,2}[/.\- ](?:[0-9]{4}|[0-9]{2})\b"
_AGE = r"(?:\bage[ds]?:? ?[0-9]{1,3}\b|\b[0-9]{1,3}[ \-]?(?:yo|y/o|years?[ \-]old)\b)"
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{2}\b")
_AGE_OR_DATE = re.compile(rf"{_AGE}|\b{_DATE}", re.IGNORECASE)
ABOUT = 60
"""Characters around a postcode in which an age or a date makes it one person's."""

_SIGHTED: dict[Detector, re.Pattern[str]] = {
    Detector.INSURANCE_NUMBER: re.compile(
        r"\b[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\b", re.IGNORECASE
    ),
    Detector.HOSPITAL_NUMBER: re.compile(
        r"\b(?:hosp(?:ital)?|MRN|patient|pt|unit)\.?(?: (?:id|no|number|num))?[ .:#]{0,3}[A-Z]{0,2}[0-9]{5,9}\b",
        re.IGNORECASE,
    ),
    Detector.DATE_OF_BIRTH: re.compile(
        rf"\b(?:dob|d\.o\.b|date of birth|born(?: on)?)[ .:]{{0,3}}{_DATE}", re.IGNORECASE
    ),
    Detector.INITIALS_AND_AGE: re.compile(
        r"\b[A-Z]\.?[A-Z]\.?,? (?:is |\()?(?:age[ds]? [0-9]{1,3}\b|[0-9]{1,3}[ \-]?(?:yo|y/o|years?[ \-]old)\b)"
    ),
}
"""What needs no more than a look."""


def _sighted(words: str) -> Iterator[Finding]:
    for detector, pattern in _SIGHTED.items():
        for match in pattern.finditer(words):
            yield Finding(detector, match.start(), match.end() - match.start())


def _postcodes(words: str) -> Iterator[Finding]:
    for match in _POSTCODE.finditer(words):
        start, end = match.span()
        around = f"{words[max(0, start - ABOUT) : start]} {words[end : end + ABOUT]}"
        if _AGE_OR_DATE.search(around):
            yield Finding(Detector.POSTCODE_AND_AGE, start, end - start)


_DETECTORS: tuple[Callable[[str], Iterator[Finding]], ...] = (_nhs_numbers, _sighted, _postcodes)
