"""What a space says of itself, and what waits for its moderators."""

from collections.abc import Sequence

from cop import policy
from cop.db import command, lock, record
from cop.errors import Invalid, NotFound
from cop.events import RosterChanged
from cop.markup import Words
from cop.models import Decision, Policy, Space, Verdict
from cop.models.spaces import MOST_TO_HIDE
from cop.policy import Actor, require
from cop.spaces.commands.lines import NAME_LIMIT, PURPOSE_LIMIT, described, optional_line
from cop.typed import one_line


def edit_space(*, actor_id: int, space_id: int, name: str, purpose: str, about: str) -> Space:
    """Say anew what a space is called, is for and is about (Markdown). Its address stays."""
    return _edit_space(actor_id, space_id, lines=(name, purpose), about=described(about))


@command
def _edit_space(actor_id: int, space_id: int, *, lines: Sequence[str], about: Words) -> Space:
    space, actor = _read(actor_id, space_id)
    require(policy.can_edit_space(actor, space), "Only the moderators of this space can change it.")
    space.name = one_line(lines[0], limit=NAME_LIMIT, field="name")
    space.purpose = optional_line(lines[1], limit=PURPOSE_LIMIT, field="purpose")
    space.about, space.about_html = about.text, about.html
    return space


def set_space_policy(*, actor_id: int, space_id: int, policy: Policy) -> Space:
    """Say what waits for a moderator in a space from now on. What waits already goes on waiting."""
    return _set_policy(actor_id, space_id, policy)


@command
def _set_policy(actor_id: int, space_id: int, wanted: Policy) -> Space:
    space, actor = _read(actor_id, space_id)
    require(policy.can_set_policy(actor, space, wanted), "Only the moderators of this space can change it.")
    if space.policy is wanted:
        return space
    space.policy = wanted
    space.turn_roster()
    Decision.log(Verdict.SET_POLICY, space_id=space.id, actor_id=actor.id, reason=wanted.value)
    record(RosterChanged(space.id, tuple(policy.load_reader_ids(space.id, kind=space.kind))))
    return space


@command
def set_hiding(*, actor_id: int, space_id: int, people: int | None) -> Space:
    """Let what so many `people` have reported be hidden until a moderator has looked; 0 hides nothing by number. What
    has patient details is hidden at the first report all the same. A repeat is harmless.

    Raises Invalid, NotFound, Forbidden.
    """
    space, actor = _read(actor_id, space_id)
    require(policy.can_set_rules(actor, space), "Only the moderators of this space can change it.")
    if people is None or not 0 <= people <= MOST_TO_HIDE:
        raise Invalid(f"Enter a number from 0 to {MOST_TO_HIDE}.", field="hide_after")
    if space.hide_after != people:
        space.hide_after = people
        Decision.log(Verdict.SET_HIDING, space_id=space.id, actor_id=actor.id, reason=_hides(people))
    return space


def _hides(people: int) -> str:
    if not people:
        return "Only patient details are hidden before a moderator has looked."
    who = "one person has" if people == 1 else f"{people} people have"
    return f"What {who} reported is hidden until a moderator has looked."


def _read(actor_id: int, space_id: int) -> tuple[Space, Actor]:
    """The locked space and the actor as they stand; NotFound for a stranger."""
    space = lock(Space, space_id)
    actor = policy.load_actor(actor_id)
    if not policy.can_read_space(actor, space):
        raise NotFound
    return space, actor
