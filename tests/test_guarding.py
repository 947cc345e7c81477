"""What the guard refuses, what it asks about, and that neither is ever kept or logged (domain.md 4.1)."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cop import guarding, typed
from cop.errors import Doubtful, Invalid
from cop.identifiers import Detector

LIKELY, MAYBE = "999 000 1014", "DOB 01/02/1950"


def test_what_is_likely_is_refused_whatever_its_author_says():
    for is_confirmed in (False, True):
        with guarding.confirming(is_confirmed), pytest.raises(Invalid) as refused:
            guarding.check(f"Hello,\nhe is {LIKELY}.", field="text")
        assert (refused.value.code, refused.value.field) == ("invalid", "text")
        assert "an NHS number in line 2" in refused.value.message
        assert "999" not in refused.value.message


def test_what_may_be_one_is_asked_about_and_taken_once_it_is_confirmed():
    with pytest.raises(Doubtful, match="a date of birth in line 1"):
        guarding.check(MAYBE, field="text")
    with guarding.confirming(True):
        guarding.check(MAYBE, field="about")
        assert guarding.has_confirmed()
        (taken,) = guarding.take_confirmed()
        assert (taken.part, taken.finding.detector) == ("about", Detector.DATE_OF_BIRTH)
        assert guarding.take_confirmed() == (), "shown once"


def test_the_word_of_one_author_is_not_that_of_the_next():
    with guarding.confirming(True):
        guarding.check(MAYBE, field="text")
    with pytest.raises(Doubtful):
        guarding.check(MAYBE, field="text")
    assert not guarding.has_confirmed()


def test_what_is_begun_is_not_asked_about_and_not_kept_either():
    assert typed.drafted(MAYBE, limit=100) == MAYBE
    with pytest.raises(Invalid):
        typed.drafted(LIKELY, limit=100)


def test_several_findings_are_named_with_their_lines():
    text = f"{MAYBE}\nMRN 1234567\nJ.B. aged 84\nM1 1AE, aged 84\n"
    with pytest.raises(Doubtful) as asked:
        guarding.check(text, field="text")
    assert "a date of birth in line 1, a hospital number in line 2 and" in asked.value.message


@given(st.sampled_from([LIKELY, MAYBE, "MRN 7654321"]), st.text(max_size=40), st.booleans())
def test_neither_message_nor_log_holds_what_was_found(match, around, is_confirmed):
    seen = _Lines()
    guarding.log.addHandler(seen)
    guarding.log.setLevel(logging.INFO)
    try:
        with guarding.confirming(is_confirmed):
            guarding.check(f"{around}\n{match}\n{around}", field="text")
    except Invalid as error:
        seen.lines.append(error.message)
    finally:
        guarding.log.removeHandler(seen)
        guarding.log.setLevel(logging.NOTSET)
    assert seen.lines, "control: something was found"
    digits = "".join(each for each in match if each.isdigit())
    for line in seen.lines:
        assert digits not in "".join(each for each in line if each.isdigit())


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(
            f"{record.getMessage()} {vars(record).get('detector')} {vars(record).get('outcome')}"
        )
