"""Looks at a question before it is sent, for its author alone: nothing is kept of it, and nobody else learns of it."""

from cop import policy
from cop.meetings import queries
from cop.meetings.commands.scenes import Scene, look_at
from cop.models import Contract
from cop.models.meetings_nudges import nudges
from cop.models.meetings_speaking import QUEUED, LineKind, Speaker, kind_of
from cop.models.meetings_states import Part


def prompt_open(*, actor_id: int, meeting_id: int, text: str) -> list[str]:
    """What the author of a question may think about before it is sent; nothing where they would say something else, or
    their set wants no such words. Raises NotFound.
    """
    actor = policy.load_actor(actor_id)
    meeting = queries.meeting(actor, meeting_id)
    if meeting.state not in QUEUED or kind_now(look_at(meeting, actor)) is not LineKind.QUESTION:
        return []
    contract = Contract.of(meeting.space_id)
    return nudges(text, meeting.state) if contract is None or contract.nudges else []


def kind_now(scene: Scene) -> LineKind | None:
    """What a line of the actor’s would be now; None where they are not heard, or not there."""
    meeting = scene.meeting
    speaker = Speaker(
        is_member=Part.MEMBER in scene.parts,
        is_presenter=Part.PRESENTER in scene.parts,
        is_facilitator=Part.FACILITATOR in scene.parts,
        has_floor=meeting.floor_id == scene.actor.id,
    )
    return kind_of(meeting.state, speaker, meeting.channel) if scene.is_there else None
