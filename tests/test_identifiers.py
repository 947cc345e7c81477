"""What is taken for a patient's identifier, what is asked about, and what is left alone (domain.md 4.1)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nhs_number import calculate_checksum

from cop.identifiers import Detector, find

VALID = ["999 000 1014", "999 000 1383", "999 000 1758", "999 000 2126"]


def detectors(text: str) -> list[Detector]:
    return [finding.detector for finding in find(text)]


def _with_check(nine: str) -> str | None:
    """These nine digits with their check digit; None where no digit makes one."""
    check = calculate_checksum(nine)
    return None if check == 10 else f"{nine}{check}"


BOOK = _with_check("157851330")
"""A number of a book, which has ten digits too and passes the same check."""


@pytest.mark.parametrize("number", VALID)
@pytest.mark.parametrize("between", ["", " ", "-", ".", "\u00a0", "\u2009", "\u2011", "\uff0d", "\u200b"])
def test_a_number_that_passes_is_likely_however_it_is_written(number, between):
    text = f"He was seen on Monday, {between.join(number.split())}, and went home."
    assert detectors(text) == [Detector.NHS_NUMBER]


@pytest.mark.parametrize("zero", ["\u0660", "\u0966", "\uff10", "\U0001d7ce"])
def test_digits_of_any_script_are_digits(zero):
    digits = "".join(chr(ord(zero) + int(digit)) for digit in "9990001014")
    assert detectors(f"seen: {digits}.") == [Detector.NHS_NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        f"ISBN {BOOK}",
        f"ISBN-10: {BOOK}",
        "see ISBN 999 000 1014 in the library",
        "IRAS 9990001014",
        "IRAS project id 9990001014",
        "ISRCTN9990001014",
        "NCT 9990001014",
        "EudraCT number: 999-000-1014",
        "REC ref 9990001014",
        "CPMS 9990001014",
        "ORCID 999 000 1014",
        "our grant no. 9990001014",
        "https://example.org/papers/9990001014",
        "doi:10.1000/9990001014",
        "10.1000/999-000-1014",
        "ring 0161 496 0000 or +44 161 496 0000",
        "ring 07700 900123, 020 7946 0958 or +44 (0) 161 496 0018",
        "19990001014 and 99900010141",
        "in 2024 we recruited 1,250 people at 12 sites",
        "at 1717171717 seconds",
    ],
)
def test_what_is_called_otherwise_is_left_alone(text):
    assert detectors(text) == []


def test_the_example_of_the_service_manual_fails_the_check_and_is_asked_about():
    assert detectors("such as 999 123 4567") == [Detector.MAYBE_NHS_NUMBER]
    assert detectors("such as 9991234567") == []


def test_beside_a_patient_any_prefix_is_likely():
    assert detectors(f"the patient ({BOOK}) was transferred") == [Detector.NHS_NUMBER]
    assert detectors(f"{BOOK} is in the library") == [Detector.MAYBE_NHS_NUMBER]
    far = f"the patient was transferred from there to another ward only last week. {BOOK}"
    assert detectors(far) == [Detector.MAYBE_NHS_NUMBER]


@pytest.mark.parametrize(
    ("text", "detector"),
    [
        ("she gave 010190 0008", None),
        ("his QQ 12 34 56 C is on the form", None),
        ("his AB 12 34 56 C is on the form", Detector.INSURANCE_NUMBER),
        ("MRN 1234567", Detector.HOSPITAL_NUMBER),
        ("Hospital no. A123456 was asked", Detector.HOSPITAL_NUMBER),
        ("patient number: 00123456", Detector.HOSPITAL_NUMBER),
        ("DOB 01/02/1950", Detector.DATE_OF_BIRTH),
        ("d.o.b. 1.2.50", Detector.DATE_OF_BIRTH),
        ("date of birth: 1-2-1950", Detector.DATE_OF_BIRTH),
        ("born on 01/02/1950", Detector.DATE_OF_BIRTH),
        ("a man of LS1 4AP, aged 84", Detector.POSTCODE_AND_AGE),
        ("84 year old, LS1 4AP", Detector.POSTCODE_AND_AGE),
        ("our office is at LS1 4AP", None),
        ("JB, 84 yo", Detector.INITIALS_AND_AGE),
        ("J.B. aged 84", Detector.INITIALS_AND_AGE),
        ("the UK, 84 Trusts", None),
        ("on 01/02/2026 we meet", None),
        ("room 1234567", None),
    ],
)
def test_what_may_be_one_is_asked_about(text, detector):
    assert detectors(text) == ([detector] if detector else [])


def test_a_scottish_number_is_asked_about():
    number = _with_check("010190000")
    assert number is not None
    assert detectors(f"she gave {number}") == [Detector.CHI_NUMBER]


def test_only_one_of_them_is_refused():
    assert [each for each in Detector if each.is_likely] == [Detector.NHS_NUMBER]


never_issued = st.integers(0, 999_999).map("999{:06}".format).map(_with_check).filter(bool)
words = st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=60)


@given(never_issued, words, words, st.sampled_from(["", " ", "-", ".", "\u00a0", "\u2010", "\u200d"]))
def test_each_number_that_passes_is_found_between_any_words(number, before, after, between):
    written = between.join((number[:3], number[3:6], number[6:]))
    assert Detector.NHS_NUMBER in detectors(f"{before} a: {written} {after}")


@given(st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=300))
def test_without_digits_nothing_is_found(text):
    assert find(text) == ()


@given(st.integers(0, 10**9 - 1), st.integers(1, 9), words)
@example(0, 1, "patient")
def test_a_number_that_fails_is_never_refused(nine, wrong_by, before):
    digits = f"{nine:09}"
    check = calculate_checksum(digits)
    last = (check + wrong_by) % 10 if check < 10 else wrong_by
    if last == check:
        return
    assert Detector.NHS_NUMBER not in detectors(f"patient {before} {digits}{last}")


@given(st.integers(1, 30).filter(lambda length: length != 10), st.data())
def test_numbers_of_another_length_are_none(length, data):
    digits = data.draw(st.text("0123456789", min_size=length, max_size=length))
    assert Detector.NHS_NUMBER not in detectors(f"count {digits} of them")


def test_a_finding_keeps_no_words():
    (finding,) = find("seen 999 000 1014 on Monday")
    assert (finding.start, finding.length) == (5, 12)
    assert "999" not in repr(finding)
