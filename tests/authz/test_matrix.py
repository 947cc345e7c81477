"""The matrix: every address and every socket event, asked by everybody in every state of what is behind it (S7, S9)."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.engine import Engine

from tests.authz.declared import ACTORS, STATES, Rule, read_rules
from tests.authz.walks import Walk, Walker, walking

pytestmark = [pytest.mark.walk, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def walker(app: Flask, postgresql: Engine) -> Iterator[Walker]:
    with walking(app, postgresql) as walker:
        yield walker


@pytest.fixture(scope="module", params=STATES)
def walk(walker: Walker, request: pytest.FixtureRequest) -> Walk:
    return walker.go(request.param)


@pytest.mark.parametrize("section", ["doors", "events"])
def test_whoever_is_declared_passes_and_everybody_else_is_refused(walk: Walk, section: str) -> None:
    wrong = [each for rule in read_rules(section).values() for each in _wrong(walk, rule)]
    assert not wrong, "\n" + "\n".join(wrong)


def _wrong(walk: Walk, rule: Rule) -> list[str]:
    if walk.state not in rule.kind.states:
        return []
    return [
        f"{rule.name}: {actor} {'passed' if walk.passed[rule.name, actor] else 'was refused'}"
        f" ({walk.codes[rule.name, actor]}, {walk.state})"
        for actor in ACTORS
        if walk.passed[rule.name, actor] != (actor in rule.who[walk.state])
    ]


def test_nothing_fails_and_nobody_is_too_fast(walk: Walk) -> None:
    assert not walk.failures
    assert not {each: code for each, code in walk.codes.items() if code in {429, "failed"} or _is_fault(code)}


def _is_fault(code: int | str) -> bool:
    return isinstance(code, int) and code >= 500


def test_who_may_not_know_of_a_thing_is_told_nothing_else_than_of_none(walk: Walk) -> None:
    assert walk.compared, "there are doors to compare"
    assert not walk.gave_away, "\n" + "\n".join(walk.gave_away)
