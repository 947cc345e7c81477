"""Undo a decision: a second, logged one. What was delivered is not recalled (design.md section 1)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

import sqlalchemy as sa

from cop import clock, policy
from cop.db import command, lock, session
from cop.errors import Conflict, Forbidden, NotFound
from cop.models import Decision, Space, State, Verdict
from cop.moderation.commands import rooms
from cop.moderation.commands.cases import Case, last_decision, lock_subject, open_case
from cop.moderation.commands.decisions import HIDING
from cop.moderation.commands.reasons import Why
from cop.policy import Actor

UNDO_FOR = timedelta(minutes=10)
CHANGED = "It has changed since then, so this can't be undone. Look at it as it is now."


def is_undoable(decision: Decision) -> bool:
    """Whether who made this decision may still undo it, as far as kind and time go."""
    return _can_be_undone(decision) and clock.now() < decision.decided_at + UNDO_FOR


def _can_be_undone(decision: Decision) -> bool:
    is_undoing = decision.undoes_id is not None and decision.verdict is Verdict.RESTORE
    return (decision.verdict in _UNDO and not is_undoing) or decision.verdict in rooms.STATES


@command
def undo(*, actor_id: int, decision_id: int) -> Decision:
    """Undo the actor's own decision within ten minutes, if they may still decide and it stands as they left it.

    What was released or restored is hidden, what was declined waits again, what was hidden is restored, a dismissed
    report waits again, a room is what it was before. A repeat returns the first undoing.
    """
    decision = session.get(Decision, decision_id)
    if decision is None or decision.actor_id != actor_id or not _can_be_undone(decision):
        raise NotFound
    undoing = _undoing_of(decision, actor_id)
    undone = session.scalars(sa.select(Decision).where(Decision.undoes_id == decision.id)).one_or_none()
    if undone is not None:
        return undone
    if not is_undoable(decision):
        raise Forbidden("A decision can be undone for ten minutes. Decide anew instead.")
    return undoing()


def _undoing_of(decision: Decision, actor_id: int) -> Callable[[], Decision]:
    """What undoes it, once all that it is about is locked."""
    if decision.verdict in rooms.STATES:
        rooms.lock_room(decision)
        return partial(rooms.set_back, decision, changed=CHANGED)
    return partial(_UNDO[decision.verdict], _case_of(decision, actor_id), decision)


def _case_of(decision: Decision, actor_id: int) -> Case:
    """The case as it stands now, locked; NotFound for somebody who no longer moderates there."""
    if decision.review_id is not None:
        return open_case(actor_id=actor_id, review_id=decision.review_id)
    space = lock(Space, decision.space_id or 0)
    actor = policy.load_actor(actor_id)
    _require_moderator(actor, space)
    return Case(actor, space, lock_subject(space, post_id=decision.post_id, message_id=decision.message_id))


def _require_moderator(actor: Actor, space: Space) -> None:
    if not policy.moderates(actor, space):
        raise NotFound


def _require(case: Case, state: State) -> None:
    if case.subject.state is not state:
        raise Conflict(CHANGED)


def _take_back(case: Case, decision: Decision) -> Decision:
    """It was released by mistake: nobody reads it until a moderator restores it."""
    _require(case, State.RELEASED)
    case.subject.hide()
    why = Why(text="It was released by mistake. A moderator looks at it again.")
    return case.tell_author(case.logged(Verdict.HIDE, why, undoes=decision))


def _hold_again(case: Case, decision: Decision) -> Decision:
    _require(case, State.DECLINED)
    undoing = case.logged(Verdict.REOPEN, undoes=decision)
    case.subject.hold()
    return undoing


def _bring_back(case: Case, decision: Decision) -> Decision:
    """It was hidden by mistake: readers have it again, unless its reports had hidden it before, and the report that
    led to it waits again.
    """
    _require(case, State.HIDDEN)
    if _was_hidden_before(decision):
        undoing = case.logged(Verdict.REOPEN, undoes=decision)
    else:
        undoing = case.logged(Verdict.RESTORE, undoes=decision)
        case.let_read()
    if case.report is not None and case.report.decided_at is not None:
        case.report.reopen()
    return undoing


def _was_hidden_before(decision: Decision) -> bool:
    same = [
        getattr(Decision, name) == getattr(decision, name) for name in ("post_id", "message_id", "piece_id")
    ]
    before = last_decision(*same, Decision.id < decision.id, Decision.verdict.not_in([Verdict.DISMISS]))
    return before is not None and before.verdict in HIDING


def _hide_again(case: Case, decision: Decision) -> Decision:
    """What the reports had hidden was given back by mistake: the review waits again."""
    _require(case, State.RELEASED)
    undoing = case.logged(Verdict.HIDE, undoes=decision)
    case.subject.hide()
    if case.report is not None and case.report.decided_at is not None:
        case.report.reopen()
    return case.tell_author(undoing)


def _reopen(case: Case, decision: Decision) -> Decision:
    if case.report is None or case.report.decided_at is None:
        raise Conflict("It has been reported again and waits in the queue already.")
    undoing = case.logged(Verdict.REOPEN, undoes=decision)
    case.report.reopen()
    return undoing


_UNDO: Mapping[Verdict, Callable[[Case, Decision], Decision]] = {
    Verdict.RELEASE: _take_back,
    Verdict.RELEASE_EDITED: _take_back,
    Verdict.DECLINE: _hold_again,
    Verdict.HIDE: _bring_back,
    Verdict.RESTORE: _hide_again,
    Verdict.DISMISS: _reopen,
}
