"""Canaries: a word of its own in every private thing, and who may find it."""

from dataclasses import dataclass, field

from cop.models import Decision, Verdict
from tests.authz.stage import Stage

READERS = {"newcomer", "neighbour", "member", "facilitator", "moderator", "staff"}


@dataclass
class Canaries:
    """`allowed`: word -> standings that may find it; `ids`: every id there is, by the name of its variable."""

    allowed: dict[str, set[str]] = field(default_factory=dict)
    ids: dict[str, list[int | str]] = field(default_factory=dict)

    def hatch(self, name: str, *standings: str) -> str:
        word = f"canary{name}zz"
        self.allowed[word] = set(standings)
        return word


def decide(stage: Stage, verdict: Verdict, reason: str, **about: int) -> Decision:
    return Decision.log(
        verdict, space_id=stage.cohort.id, actor_id=stage.people["moderator"].id, reason=reason, **about
    )
