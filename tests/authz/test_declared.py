"""policy.yaml is whole: nothing that is there to be declared is missing from it, and nothing in it is there no more."""

from collections import Counter

import pytest
from flask import Flask

from cop import live
from tests.authz.declared import ACTORS, DECLARED, GROUPS, NORMAL, STATES, read_kinds, read_rules, spelt_out
from tests.authz.stage import STANDINGS, WITHOUT

TWELVE = {
    "anonymous": "anonymous",
    "unverified": "unverified",
    "member-A": "newcomer",
    "member-B": "outsider",
    "ex-member-A": "former",
    "suspended": "suspended",
    "deactivated": "deactivated",
    "pending-invite": "invited",
    "moderator-A": "moderator",
    "moderator-B": "moderator_of_another",
    "admin who is not a member": "staff",
    "feed-token holder": "feed_reader",
}
SEVEN = {
    "normal": NORMAL,
    "pending moderation": "held",
    "removed": "removed",
    "moved from A to B": "moved",
    "archived set": "archived",
    "draft": "begun",
    "deleted author": "author_gone",
}
"""Whom the matrix tries in any case, and about things in which states, by what they are called here."""


def doors(app: Flask) -> set[str]:
    """`GET /topics/<int:topic_id>` and so on, one for each address and method."""
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_address_is_declared_and_every_declaration_has_one(app: Flask) -> None:
    assert doors(app) == set(read_rules("doors"))


def test_every_socket_event_is_declared_and_every_declaration_has_one() -> None:
    assert set(live.HANDLERS) == set(read_rules("events"))


@pytest.mark.parametrize("section", ["doors", "events"])
def test_nothing_is_declared_twice(section: str) -> None:
    times = Counter(name for named in DECLARED[section].values() for name in named)
    assert [name for name, count in times.items() if count > 1] == []


def test_every_actor_is_declared_and_every_declaration_has_one() -> None:
    assert sorted(ACTORS) == sorted((*STANDINGS, *WITHOUT))
    assert set(TWELVE.values()) <= set(ACTORS)
    assert set(SEVEN.values()) <= set(STATES)


def test_every_kind_of_thing_says_of_every_state_whether_it_can_be_had() -> None:
    for kind in read_kinds().values():
        told = [*kind.states, *(state for words in kind.never for state in words.split())]
        assert sorted(told) == sorted(STATES), kind.name
        assert all(isinstance(reason, str) and reason for reason in kind.never.values()), kind.name


def test_only_actors_pass() -> None:
    named = {name for names in GROUPS.values() for name in names.split()}
    named |= {name for each in _told() for names in each.values() for name in names.split()}
    assert named <= set(ACTORS) | set(GROUPS)


def test_only_states_that_can_be_had_are_told_of() -> None:
    """A rule stands for several kinds; what is told of a door alone is of its own kind."""
    for section in ("doors", "events"):
        for kind, named in DECLARED[section].items():
            told = {state for given in named.values() if isinstance(given, dict) for state in given} - {"as"}
            assert told <= set(read_kinds()[kind].states), kind
    assert {state for each in _told() for state in each} <= set(STATES)


def test_every_rule_and_group_is_in_use() -> None:
    used = [
        given
        for section in ("doors", "events")
        for each in DECLARED[section].values()
        for given in each.values()
    ]
    used += [kind.get("known") for kind in DECLARED["kinds"].values()]
    rules = {given.get("as") if isinstance(given, dict) else given for given in used}
    assert set(DECLARED["rules"]) <= rules
    named = {name for each in _told() for names in each.values() for name in names.split()}
    assert set(GROUPS) <= named


def _told() -> list[dict[str, str]]:
    given = [
        given
        for section in ("doors", "events")
        for each in DECLARED[section].values()
        for given in each.values()
    ]
    given += [kind["known"] for kind in DECLARED["kinds"].values() if "known" in kind]
    return [spelt_out(each) for each in given]
