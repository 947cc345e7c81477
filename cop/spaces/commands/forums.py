"""What all members may do and see in the forum of a space."""

from cop import policy
from cop.db import command, lock
from cop.errors import NotFound
from cop.models import Decision, Space, Verdict
from cop.policy import require


@command
def set_forum_rules(*, actor_id: int, space_id: int, shows_revisions: bool, members_summarise: bool) -> Space:
    """Say whether all readers see what posts said before, and whether members write summaries. A repeat is harmless."""
    space = lock(Space, space_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_read_space(actor, space):
        raise NotFound
    require(policy.can_edit_space(actor, space), "Only the moderators of this space can change it.")
    rules = (shows_revisions, members_summarise)
    if (space.shows_revisions, space.members_summarise) != rules:
        space.shows_revisions, space.members_summarise = rules
        said = f"Earlier texts: {_seen(shows_revisions)}. Summaries: {_written(members_summarise)}."
        Decision.log(Verdict.SET_FORUM, space_id=space.id, actor_id=actor.id, reason=said)
    return space


def _seen(by_all: bool) -> str:  # noqa: FBT001 - a word for a rule
    return "for all readers" if by_all else "for author and moderators"


def _written(by_members: bool) -> str:  # noqa: FBT001 - a word for a rule
    return "by members" if by_members else "by facilitators and moderators"
