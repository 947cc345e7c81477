"""Sending a list out: line by line, each in a transaction of its own and each once."""

from collections.abc import Sequence

import sqlalchemy as sa

from cop import clock, policy
from cop.accounts.commands.addressees import addressees
from cop.accounts.commands.invitations import log_invitation
from cop.accounts.commands.wave_lines import Rest, Wish, rest_of, understand
from cop.accounts.commands.wave_names import Names
from cop.db import command, get, lock, session
from cop.errors import Conflict, CopError
from cop.models import (
    AppointmentRole,
    Fate,
    Invitation,
    Line,
    Pair,
    RoleName,
    Tenure,
    Verdict,
    Wave,
    WaveRow,
)
from cop.models.invitations import Known
from cop.models.statements import amend
from cop.offload import give_way
from cop.policy import Actor


def send_rest(wave_id: int) -> None:
    """Invite whoever is left of a wave, each in a transaction of their own, and note that all is done."""
    left = sa.select(WaveRow.id).where(WaveRow.wave_id == wave_id, WaveRow.fate == Fate.NEW)
    sender_id, names = get(Wave, wave_id).actor_id, Names()
    for row_id in session.scalars(left.order_by(WaveRow.number)).all():
        _send_row(row_id, sender_id=sender_id, names=names)
        give_way()
    _note_sent(wave_id)


@command
def _send_row(row_id: int, *, sender_id: int, names: Names) -> None:
    """A row that was sent or refused by somebody else meanwhile stays as it is."""
    row = lock(WaveRow, row_id)
    if row.fate is not Fate.NEW:
        return
    try:
        invitation = _invite(row.line, sender_id, names)
    except CopError as error:
        amend(row, fate=Fate.BAD, said=error.message)
    else:
        fate = Fate.SENT if invitation else Fate.SAME
        amend(row, fate=fate, invitation_id=invitation and invitation.id)


def _invite(line: Line, sender_id: int, names: Names) -> Invitation | None:
    """All that may be refused is looked at before anything is written."""
    wish = understand(line, names.of(line).lock())
    actor = policy.load_actor(sender_id)
    policy.require(policy.can_bring_waves(actor), "Whoever sent the list can't bring people in any more.")
    rest = rest_of(wish, actor, addressees([wish.email])[wish.email])
    return _write(wish, rest, actor) if rest else None


def _write(wish: Wish, rest: Rest, actor: Actor) -> Invitation:
    places = [*rest.spaces, *([_pair_of(wish, rest).space] if rest.pairs else [])]
    organisation_id = wish.organisation.id if wish.organisation else None
    invitation = Invitation.write(
        wish.email,
        [(space.id, RoleName.MEMBER) for space in places],
        inviter_id=actor.id,
        tenure=Tenure(AppointmentRole.SPONSOR, organisation_id) if rest.sponsors else None,
        known=Known(wish.name, organisation_id, wish.professional_role),
    )
    log_invitation(Verdict.INVITE, invitation, actor.id)
    return invitation


def _pair_of(wish: Wish, rest: Rest) -> Pair:
    if wish.organisation is None:
        raise Conflict("It is no pair any more.")
    return rest.pair or Pair.begin(wish.organisation, wish.cohort, wish.label)


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
