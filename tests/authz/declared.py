"""What policy.yaml declares, read into what the walks ask: who may pass which door in which state of what is behind."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


class Once(yaml.SafeLoader):
    """Refuses what is said twice, of which YAML takes the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        said = [self.construct_object(key) for key, _ in node.value]
        assert len(said) == len(set(said)), sorted(said)
        return super().construct_mapping(node, deep)


DECLARED: dict[str, Any] = yaml.load(
    (Path(__file__).parent / "policy.yaml").read_text(encoding="utf-8"), Once
)
ACTORS: dict[str, str] = DECLARED["actors"]
STATES: dict[str, str] = DECLARED["states"]
GROUPS: dict[str, str] = DECLARED["groups"]
NORMAL = "normal"

Who = frozenset[str]


@dataclass(frozen=True)
class Kind:
    """A kind of thing behind a door: the states that it can be in, and who may know of it in each."""

    name: str
    states: tuple[str, ...]
    never: dict[str, str]
    known: dict[str, Who] | None


@dataclass(frozen=True)
class Rule:
    """A door or an event: who may pass by state of what is behind it."""

    name: str
    kind: Kind
    who: dict[str, Who]


def read_kinds() -> dict[str, Kind]:
    return {name: _kind(name, given) for name, given in DECLARED["kinds"].items()}


def _kind(name: str, given: dict[str, Any]) -> Kind:
    states = (NORMAL, *given.get("states", "").split())
    known = given.get("known")
    return Kind(name, states, given.get("never", {}), by_state(known, states) if known else None)


def read_rules(section: str) -> dict[str, Rule]:
    """Those of `doors` or of `events`, by their names."""
    kinds = read_kinds()
    return {
        name: Rule(name, kinds[kind], by_state(given, kinds[kind].states))
        for kind, named in DECLARED[section].items()
        for name, given in named.items()
    }


def by_state(given: str | dict[str, str], states: tuple[str, ...]) -> dict[str, Who]:
    """Who may, in each of `states`; one that is not given is as the normal one."""
    told = spelt_out(given)
    return {state: who(told.get(state, told[NORMAL])) for state in states}


def spelt_out(given: str | dict[str, str]) -> dict[str, str]:
    """By the states that are told of: a rule by its name, names alone, or what differs from a rule."""
    if isinstance(given, str):
        return DECLARED["rules"].get(given) or {NORMAL: given}
    told = dict(given)
    return spelt_out(told.pop("as")) | told if "as" in told else told


def who(names: str) -> Who:
    return frozenset(actor for name in names.split() for actor in GROUPS.get(name, name).split())
