"""docs/asvs.yaml answers each requirement of OWASP ASVS 5.0 that is asked for, by tests and headings that are there.

asvs-ids.txt holds the numbers and levels, and none of the standard's sentences: level 1 and 2, and some of level 3.
"""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.documents import missing, words_of

IDS = dict(line.split() for line in (Path(__file__).parent / "asvs-ids.txt").read_text("utf-8").splitlines())
TEXT = words_of("asvs.yaml")
ANSWERS: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)
KINDS = {"does", "tests", "not", "deployer", "document", "short"}
DOCUMENTS = {"controls.md", "deployment.md", "security.md", "protocol.md"}
HELD = {"tests", "not", "deployer"}
SHORTEST = 10


def faults(answers: dict[str, dict[str, Any]], *, text: str = "") -> list[str]:
    """What is wrong with the answers, a line for each."""
    found = [f"{each}: unknown" for each in answers.keys() - IDS.keys()]
    found += [f"{each}: missing" for each in IDS.keys() - answers.keys()]
    twice = Counter(re.findall(r"^(V[\d.]+):", text, re.MULTILINE))
    found += [f"{each}: twice" for each, times in twice.items() if times > 1]
    for each, answer in answers.items():
        found += [f"{each}: {fault}" for fault in _faults(answer)]
    return sorted(found)


def _faults(answer: Any) -> list[str]:
    if not isinstance(answer, dict):
        return ["no answer"]
    found = [f"{key} is not known" for key in answer.keys() - KINDS]
    if not answer.keys() & HELD:
        found.append("neither tests nor a reason nor a deployer's part")
    if "not" in answer and answer.keys() & {"tests", "deployer", "short"}:
        found.append("applies and does not")
    if "not" not in answer and "does" not in answer:
        found.append("does not say what is done")
    empty = [
        key for key in ("does", "not", "short") if len(str(answer.get(key, "—" * SHORTEST) or "")) < SHORTEST
    ]
    found += [f"{key} is empty" for key in empty]
    return found + _tests(answer) + _documents(answer)


def _tests(answer: dict[str, Any]) -> list[str]:
    if "tests" not in answer:
        return []
    tests = answer["tests"]
    if not isinstance(tests, list) or not tests:
        return ["tests is empty"]
    return [f"there is no {each}" for each in tests if missing(f"`{each}`")]


def _documents(answer: dict[str, Any]) -> list[str]:
    """A deployer's part is said under a heading of docs/deployment.md, other documents under one of theirs."""
    found = []
    if "deployer" in answer:
        what, _, heading = str(answer["deployer"] or "").rpartition(" → ")
        if len(what) < SHORTEST:
            found.append("deployer is empty")
        if heading not in headings("deployment.md"):
            found.append(f"docs/deployment.md has no heading {heading!r}")
    if "document" in answer:
        name, _, heading = str(answer["document"] or "").partition(" → ")
        if name not in DOCUMENTS or heading not in headings(name):
            found.append(f"there is no heading {heading!r} in {name}")
    return found


def headings(document: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", words_of(document), re.MULTILINE)


def test_each_requirement_is_answered():
    assert Counter(IDS.values()) == {"1": 70, "2": 183, "3": 14}
    assert faults(ANSWERS, text=TEXT) == []


def test_no_sentence_of_the_standard_stands_here():
    assert not re.search(r"\bverify that\b", TEXT, re.IGNORECASE)


A_TEST = "tests/test_doorkeeper.py::test_others_may_not"
GOOD = {"does": "Something that is said.", "tests": [A_TEST]}


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (GOOD | {"tests": ["tests/test_doorkeeper.py::test_nowhere"]}, "there is no"),
        (GOOD | {"tests": ["tests/nowhere.py::test_others_may_not"]}, "there is no"),
        (GOOD | {"tests": ["tests/test_doorkeeper.py"]}, "there is no"),
        (GOOD | {"tests": [f"{A_TEST}[GET]"]}, "there is no"),
        (GOOD | {"tests": []}, "tests is empty"),
        ({"tests": [A_TEST]}, "what is done"),
        (GOOD | {"does": ""}, "does is empty"),
        ({"does": "Something that is said."}, "neither"),
        ({"not": ""}, "not is empty"),
        (GOOD | {"not": "There is nothing of that kind."}, "applies and does not"),
        (GOOD | {"short": ""}, "short is empty"),
        (
            {"not": "There is nothing of that kind.", "short": "It is not met for all."},
            "applies and does not",
        ),
        (GOOD | {"deployer": "Sees to it by hand → Nowhere"}, "no heading 'Nowhere'"),
        (GOOD | {"deployer": "Sees to it by hand."}, "no heading"),
        (GOOD | {"deployer": " → HTTPS"}, "deployer is empty"),
        (GOOD | {"document": "controls.md → Nowhere"}, "no heading 'Nowhere'"),
        (GOOD | {"document": "nowhere.md → Logs"}, "no heading"),
        (GOOD | {"test": "x"}, "not known"),
        (GOOD | {"pending": "a part that comes"}, "not known"),
        (GOOD | {"tests": [A_TEST, "no test at all"]}, "there is no no test"),
        (None, "no answer"),
    ],
)
def test_a_fault_in_an_answer_is_found(answer: Any, fault: str):
    whole: dict[str, Any] = dict.fromkeys(IDS, GOOD)
    assert faults(whole) == [], "control"
    assert [
        each for each in faults(whole | {"V1.2.3": answer}) if each.startswith("V1.2.3: ") and fault in each
    ]


def test_a_number_that_is_missing_unknown_or_there_twice_is_found():
    whole: dict[str, Any] = dict.fromkeys(IDS, GOOD)
    assert faults({each: GOOD for each in IDS if each != "V6.2.1"}) == ["V6.2.1: missing"]
    assert faults(whole | {"V99.1.1": GOOD}) == ["V99.1.1: unknown"]
    assert faults(whole, text="V6.2.1:\n  x\nV6.2.2:\n  x\nV6.2.1:\n") == ["V6.2.1: twice"]
