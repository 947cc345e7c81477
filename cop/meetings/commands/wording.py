"""What people write at a meeting, held to the words that their set lists, as what is said in its room is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from cop import policy, typed
from cop.meetings.commands.scenes import Scene
from cop.models.wording import Part, heed, settled

R = TypeVar("R")

WAITS = "What you write waits for a moderator at the moment, and a meeting can’t wait. Speak with your facilitator."
CANNOT_WAIT = "This has a word that a moderator reads first here, and a meeting can’t wait: leave it out."


@dataclass(frozen=True, slots=True)
class Texts:
    """What was written into some fields, by their names: as it was `sent`, and as it stands `now`."""

    sent: Mapping[str, str]
    now: Mapping[str, str]
    limits: Mapping[str, int]

    def __getitem__(self, field: str) -> str:
        return self.now[field]

    def reworded(self, parts: Mapping[str, str]) -> "Texts":
        """The same without the words that are replaced; Invalid where one is too long by that."""
        now = {name: self._fitting(name, text) for name, text in parts.items()}
        return replace(self, now=now)

    def _fitting(self, name: str, text: str) -> str:
        return typed.fitting(text, limit=self.limits[name], field=name) if text else ""


def worded(write: Callable[[Texts], R], limits: Mapping[str, int], **sent: str) -> R:
    """What `write` returns for what was `sent` into some fields, which are checked already, each within its limit."""
    return settled(write, Texts(sent, sent, limits), reword=Texts.reworded)


def heed_words(scene: Scene, texts: Texts, *, before: Mapping[str, str] | None = None) -> None:
    """Heed the list of the set in `texts`, but for what stood there `before`. Within the command that writes them.

    Raises Reworded (the command is begun anew), Questioned, Invalid for what a moderator would have to read first, and
    Forbidden for somebody of whom they read everything first.
    """
    policy.require(policy.can_speak_at(scene.actor, scene.meeting), WAITS)
    space, stood = scene.meeting.space, before or {}
    parts = [Part(name, sent, texts[name], stood.get(name, "")) for name, sent in texts.sent.items()]
    heed(space, parts, heeds=policy.heeds_rules(scene.actor, space), can_wait=False, why=CANNOT_WAIT)
