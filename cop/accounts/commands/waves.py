"""Bringing people in by a list: looked at first, sent when its sender says so, line by line and each once.

A line that can't be sent stops no other. The same list again finds nothing left to do, and a sending that was cut off
goes on where it was.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

import sqlalchemy as sa

from cop import clock, guarding, policy
from cop.accounts.commands.addressees import Addressee, addressees
from cop.accounts.commands.grants import is_void
from cop.accounts.commands.wave_files import may_name_patient, read
from cop.accounts.commands.wave_lines import Wish, rest_of, understand
from cop.accounts.commands.wave_names import Names
from cop.db import command, lock, record, session
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.events import WaveSent
from cop.models import (
    Fate,
    Invitation,
    Line,
    Throttle,
    Wave,
    WaveRow,
)
from cop.models.holds import wait_for_holds
from cop.models.outlived import is_held_wave
from cop.models.pairs import SIZE
from cop.models.parting import forget_waves
from cop.offload import give_way
from cop.policy import Actor
from cop.typed import in_one_line

REMIND_AFTER = timedelta(days=2)
LONGEST_NAME = 120
NOT_YOURS = "Only programme staff and stewards bring people in by a list."
PATIENT = (
    "Line {number} has what looks like the number or a detail of a patient, so nothing of it was kept. Take that out "
    "of your list and send it again."
)

Judged = tuple[int, Line, Fate, str]
"""The number of a line, the line, and what comes of it and why."""


def upload_wave(*, actor_id: int, name: str, data: bytes) -> Wave:
    """Keep the list in the file `name` with what would come of each of its lines; nothing is sent.

    Of a line that may name a patient its number is kept and why, and none of its cells. Raises Invalid (`file`) for
    what is no such list, Forbidden, TooFast.
    """
    actor = policy.load_actor(actor_id)
    policy.require(policy.can_bring_waves(actor), NOT_YOURS)
    judged = _judge(read(data), actor)
    called = in_one_line(name)[:LONGEST_NAME] or "list.csv"
    guarding.check(called, field="file")
    return _keep(actor_id, called, judged)


def _judge(lines: Sequence[tuple[int, Line]], actor: Actor) -> list[Judged]:
    """What would come of each line, one after the other; outside of any lock, for it may take a second."""
    names = Names()
    understood = []
    for number, line in lines:
        understood.append((number, *_understood(number, line, names)))
        give_way()
    known = addressees([wish.email for *_, wish in understood if isinstance(wish, Wish)])
    first: dict[str, int] = {}
    halves: dict[object, list[int]] = defaultdict(list)
    judged = []
    for number, line, wish in understood:
        try:
            fate, said, half = _foresee(wish, actor, known, number=number, first=first, halves=halves)
        except Invalid as error:
            fate, said, half = Fate.BAD, error.message, None
        if half is not None:
            halves[half].append(number)
        judged.append((number, line, fate, said))
        give_way()
    alone = {numbers[0] for numbers in halves.values() if len(numbers) == 1}
    return [_without_the_other(each) if each[0] in alone else each for each in judged]


def _understood(number: int, line: Line, names: Names) -> tuple[Line, Wish | Invalid]:
    """What is kept of a line, and what it asks for."""
    if may_name_patient(line):
        return Line(), Invalid(PATIENT.format(number=number))
    try:
        return line, understand(line, names.of(line).read())
    except Invalid as error:
        return line, error


def _foresee(
    wish: Wish | Invalid,
    actor: Actor,
    known: Mapping[str, Addressee],
    *,
    number: int,
    first: dict[str, int],
    halves: dict[object, list[int]],
) -> tuple[Fate, str, object]:
    if isinstance(wish, Invalid):
        raise wish
    before = first.setdefault(wish.email, number)
    if before != number:
        raise Invalid(f"Line {before} has the same address.")
    rest = rest_of(wish, actor, known[wish.email])
    if rest.pairs and len(halves[wish.half]) >= SIZE:
        numbers = " and ".join(map(str, halves[wish.half]))
        raise Invalid(f"Lines {numbers} are this pair already.")
    half = wish.half if rest.pairs else None
    return (Fate.NEW, "", half) if rest else (Fate.SAME, "They are there already, or invited.", None)


def _without_the_other(judged: Judged) -> Judged:
    number, line, fate, said = judged
    return number, line, fate, said or "The other half of this pair is not in this list."


@command
def _keep(actor_id: int, name: str, judged: Sequence[Judged]) -> Wave:
    policy.require(policy.can_bring_waves(policy.load_actor(actor_id)), NOT_YOURS)
    if not Throttle.take(f"wave:{actor_id}", burst=20, every=timedelta(minutes=10)):
        raise TooFast("You have sent many lists. Wait ten minutes before you send another.", field="file")
    wave = Wave(actor_id=actor_id, name=name)
    session.add(wave)
    session.flush()
    for number, line, fate, said in judged:
        cells = {each: getattr(line, each) for each in line.__slots__}
        session.add(WaveRow(wave_id=wave.id, number=number, fate=fate, said=said, **cells))
    return wave


@command
def send_wave(*, actor_id: int, wave_id: int) -> Wave:
    """Let a job invite whoever can be. Whoever sends it answers for it. A repeat changes nothing."""
    wave = _mine(wave_id, actor_id)
    if wave.sending_since is None:
        wave.actor_id, wave.sending_since = actor_id, clock.now()
        record(WaveSent(wave.id))
    return wave


@command
def remind_wave(*, actor_id: int, wave_id: int) -> int:
    """Send their link once more to all whom a wave has invited and who have not come; how many these are.

    Whoever had a letter in the last two days gets none.
    """
    _mine(wave_id, actor_id)
    rows = sa.select(WaveRow.invitation_id).where(WaveRow.wave_id == wave_id)
    lately = clock.now() - REMIND_AFTER
    query = sa.select(Invitation).where(
        Invitation.id.in_(rows),
        Invitation.is_waiting(),
        Invitation.created_at < lately,
        sa.or_(Invitation.reminded_at.is_(None), Invitation.reminded_at < lately),
    )
    late = session.scalars(query.order_by(Invitation.id).with_for_update(of=Invitation)).all()
    waiting = [invitation for invitation in late if not is_void(invitation)]
    for invitation in waiting:
        invitation.remind()
    return len(waiting)


@command
def drop_wave(*, actor_id: int, wave_id: int) -> None:
    """Forget a list. What was sent of it stays sent. Conflict while it is being sent, or under a legal hold."""
    wait_for_holds()
    wave = _mine(wave_id, actor_id)
    if wave.is_being_sent:
        raise Conflict("It is being sent at this moment. Wait until it is done.")
    if session.scalar(sa.select(sa.exists().where(Wave.id == wave.id, is_held_wave()))):
        raise Conflict("This list can't be forgotten at the moment.")
    forget_waves([wave.id])


def _mine(wave_id: int, actor_id: int) -> Wave:
    """The locked wave; NotFound for whoever brings nobody in by lists."""
    if not policy.can_bring_waves(policy.load_actor(actor_id)):
        raise NotFound
    return lock(Wave, wave_id)
