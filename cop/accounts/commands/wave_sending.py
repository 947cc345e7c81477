"""Sending a list out: line by line, each in a transaction of its own and each once."""

from collections.abc import Sequence

import sqlalchemy as sa

from cop import clock, policy
from cop.accounts.commands.wave_lines import Rest, Wish, rest_of, understand
from cop.db import command, lock, session
from cop.errors import Conflict, CopError
from cop.models import (
    AppointmentRole,
    Decision,
    Fate,
    Invitation,
    Organisation,
    Pair,
    RoleName,
    Space,
    Tenure,
    Verdict,
    Wave,
    WaveRow,
)
from cop.models.invitations import Known
from cop.models.spaces import lock_spaces
from cop.offload import give_way
from cop.policy import Actor


def send_rest(wave_id: int) -> None:
    """Invite whoever is left of a wave, each in a transaction of their own, and note that all is done."""
    left = sa.select(WaveRow.id).where(WaveRow.wave_id == wave_id, WaveRow.fate == Fate.NEW)
    for row_id in session.scalars(left.order_by(WaveRow.number)).all():
        _send_row(row_id)
        give_way()
    _note_sent(wave_id)


@command
def _send_row(row_id: int) -> None:
    """A row that was sent or refused by somebody else meanwhile stays as it is."""
    row = lock(WaveRow, row_id)
    if row.fate is not Fate.NEW:
        return
    try:
        row.invitation = _invite(row)
        row.fate = Fate.SENT if row.invitation else Fate.SAME
    except CopError as error:
        row.fate, row.said = Fate.BAD, error.message


def _invite(row: WaveRow) -> Invitation | None:
    """All that may be refused is looked at before anything is written."""
    wish = understand(row.line)
    if wish.organisation is not None:
        lock(Organisation, wish.organisation.id)
    lock_spaces(space.id for space in wish.spaces)
    wish = understand(row.line)  # an organisation may have been merged at this moment
    actor = policy.load_actor(row.wave.actor_id)
    policy.require(policy.can_bring_waves(actor), "Whoever sent the list can't bring people in any more.")
    rest = rest_of(wish, actor)
    return _write(wish, rest, actor) if rest else None


def _write(wish: Wish, rest: Rest, actor: Actor) -> Invitation:
    places = [*rest.spaces, *([_pair_of(wish).space] if rest.pairs else [])]
    organisation_id = wish.organisation.id if wish.organisation else None
    invitation = Invitation.write(
        wish.email,
        [(space.id, RoleName.MEMBER) for space in places],
        inviter_id=actor.id,
        tenure=Tenure(AppointmentRole.SPONSOR, organisation_id) if rest.sponsors else None,
        known=Known(wish.name, organisation_id, wish.professional_role),
    )
    _log(invitation, actor, places)
    return invitation


def _pair_of(wish: Wish) -> Pair:
    half, organisation = wish.half, wish.organisation
    if half is None or organisation is None:
        raise Conflict("It is no pair any more.")
    return Pair.standing(*half) or Pair.begin(organisation, wish.cohort, wish.label)


def _log(invitation: Invitation, actor: Actor, places: Sequence[Space]) -> None:
    for space in places:
        said = f"{invitation.email} as {RoleName.MEMBER}"
        Decision.log(Verdict.INVITE, space_id=space.id, actor_id=actor.id, reason=said)
    if invitation.appointment is not None:
        said = f"{invitation.email} as {invitation.appointment}"
        Decision.log(Verdict.INVITE, space_id=None, actor_id=actor.id, reason=said)


@command
def _note_sent(wave_id: int) -> None:
    wave = lock(Wave, wave_id)
    left = sa.exists().where(WaveRow.wave_id == wave_id, WaveRow.fate == Fate.NEW)
    if not session.scalar(sa.select(left)):
        wave.sent_at = wave.sent_at or clock.now()


def unsent_waves() -> Sequence[int]:
    """Ids of the waves whose sending was begun and is not done: a wake-up was lost, or the process of it ended."""
    return session.scalars(
        sa.select(Wave.id).where(Wave.sending_since.is_not(None), Wave.sent_at.is_(None)).order_by(Wave.id)
    ).all()
