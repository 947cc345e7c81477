"""What is somebody's own, or tells of nobody but them: rows, files that were never posted, lists, and their address."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from cop import storage
from cop.accounts.commands import applications, sign_ins
from cop.accounts.commands.addresses import bucket
from cop.accounts.commands.departing.under_way import AT_ONCE, locked
from cop.db import command, session
from cop.models import (
    AddressChange,
    Application,
    Attachment,
    Decision,
    Departure,
    Invitation,
    Letter,
    LetterKind,
    Throttle,
    Verdict,
    Wave,
    WaveRow,
)
from cop.models.belongings import erase as erase_own
from cop.models.departures import FORMER, NAMED, nowhere
from cop.models.holds import held
from cop.models.outlived import is_held_wave
from cop.models.parting import forget_waves
from cop.offload import give_way

FAREWELL = (LetterKind.LEAVING, LetterKind.LEFT)
INVITING = (Verdict.INVITE, Verdict.REVOKE_INVITATION)


def erase(departure: Departure) -> bool:
    while stored := _forget_files(person_id=departure.person_id):
        for name in stored:
            storage.drop(name)
        give_way()
    for row_id in _applications(departure):
        _empty_application(person_id=departure.person_id, row_id=row_id)
        give_way()
    _forget_address(person_id=departure.person_id)
    _erase(person_id=departure.person_id)
    return True


@command
def _forget_files(*, person_id: int) -> Sequence[str]:
    """Files that were never posted; returns under which names the bytes of some are kept."""
    locked(person_id)
    unposted = (Attachment.person_id == person_id, Attachment.post_id.is_(None))
    some = session.scalars(
        sa.select(Attachment).where(*unposted).order_by(Attachment.id).limit(AT_ONCE)
    ).all()
    for row in some:
        session.delete(row)
    return [row.stored for row in some]


def _applications(departure: Departure) -> Sequence[int]:
    """Those of their address that were sent before they left: later ones may be of a new account."""
    theirs = (Application.email == departure.address, Application.sent_at <= departure.asked_at)
    return session.scalars(sa.select(Application.id).where(*theirs).order_by(Application.id)).all()


@command
def _empty_application(*, person_id: int, row_id: int) -> None:
    locked(person_id)
    application = applications.locked(row_id)
    applications.withdraw(application)
    application.name, application.email = FORMER, nowhere(person_id)
    application.statement = application.question = application.answer = application.elsewhere = ""
    application.doubts, application.organisation_id = "", None


@command
def _forget_address(*, person_id: int) -> None:
    """Let nothing that was written before they left name their address any more. Lists that a hold on somebody else
    keeps go by the schedule, once that is lifted.
    """
    departure = locked(person_id)
    invited = (Invitation.email == departure.address, Invitation.created_at <= departure.asked_at)
    lists = sa.select(Wave.id).where(Wave.created_at <= departure.asked_at, ~held(Wave.actor_id))
    unsent = (Wave.actor_id == person_id, Wave.sending_since.is_(None))
    forget_waves(session.scalars(sa.select(Wave.id).where(*unsent, ~is_held_wave())).all())
    for statement in (
        sa.delete(WaveRow).where(
            sa.func.lower(WaveRow.email) == departure.address, WaveRow.wave_id.in_(lists)
        ),
        sa.update(Invitation)
        .where(*invited)
        .values(email=nowhere(person_id), name="", organisation_id=None, professional_role=None),
        sa.delete(Letter).where(Letter.address == departure.address, *_old(departure)),
        *(_without_address(address, until) for address, until in _addresses(departure)),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
    for name in ("reset-account", "apply-account"):
        Throttle.refill(bucket(name, departure.address))
    Throttle.refill(sign_ins.account(departure.address))


def _old(departure: Departure) -> tuple[sa.ColumnElement[bool], ...]:
    """Letters that nobody is at any more; that they leave is told to the end. One that names somebody else went to who
    had this address before.
    """
    theirs = sa.or_(Letter.person_id.is_(None), Letter.person_id == departure.person_id)
    return Letter.written_at <= departure.asked_at, Letter.kind.not_in(FAREWELL), theirs


def _addresses(departure: Departure) -> list[tuple[str, datetime]]:
    """The one that they had, and those of before, each with until when it was theirs."""
    changes = AddressChange.standing_of(departure.person_id)
    former = [(each.former, each.confirmed_at) for each in changes if each.confirmed_at is not None]
    return [(departure.address, departure.asked_at), *former]


def _without_address(address: str, until: datetime) -> sa.Update:
    """That somebody was invited is noted by their address, which is who it is about, and no reason."""
    noted = sa.update(Decision).where(
        Decision.verdict.in_(INVITING),
        Decision.reason.startswith(address, autoescape=True),
        Decision.decided_at <= until,
    )
    return noted.values(reason=sa.func.replace(Decision.reason, address, NAMED))


@command
def _erase(*, person_id: int) -> None:
    locked(person_id)
    erase_own(person_id)
