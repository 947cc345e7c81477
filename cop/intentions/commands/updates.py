"""Saying each quarter what has changed, and when that is looked at next."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from cop import clock
from cop.db import command, get, record, session
from cop.errors import Conflict, Invalid
from cop.events import UpdateWritten
from cop.intentions.commands.locks import pace, read, written
from cop.intentions.commands.offers import USED
from cop.models import Intention, ProgressUpdate
from cop.models.holds import has_to_stay, wait_for_holds
from cop.typed import written as tidied

CHANGED_LIMIT = 2_000
A_QUARTER = timedelta(days=91)
LONGEST = timedelta(days=366)
NOT_SHARED = "Share the intention first. What has changed is then read with it."


@dataclass(frozen=True, slots=True)
class Changed:
    """What is filled in, as it is kept."""

    organisation: str
    leadership: str
    review_on: date

    def read(self) -> "Changed":
        """The same, tidied; Invalid with the field that is wrong."""
        around = tidied(
            self.organisation,
            limit=CHANGED_LIMIT,
            field="organisation",
            missing="Say what has changed in your organisation, also where it is nothing yet.",
        )
        within = tidied(
            self.leadership,
            limit=CHANGED_LIMIT,
            field="leadership",
            missing="Say what has changed in how you lead, also where it is nothing yet.",
        )
        if not clock.today() < self.review_on <= clock.today() + LONGEST:
            raise Invalid("Choose a day after today and within a year.", field="review_on")
        return Changed(around, within, self.review_on)


def write_update(*, actor_id: int, intention_id: int, changed: Changed, key: str) -> ProgressUpdate:
    """Say what has changed since the last time, and when you look again. The same key again returns what was said.

    Raises Invalid (`organisation`, `leadership`, `review_on`), NotFound, Forbidden, Conflict (it is a draft, or the key
    was used for something else), TooFast.
    """
    return _write(actor_id, intention_id, changed=changed.read(), key=key)


@command
def _write(actor_id: int, intention_id: int, *, changed: Changed, key: str) -> ProgressUpdate:
    intention, actor = read(actor_id, intention_id)
    done = _with_key(actor.id, key)
    if done is not None:
        said = (done.intention_id, done.organisation, done.leadership)
        if said != (intention.id, changed.organisation, changed.leadership):
            raise Conflict(USED)
        return done
    intention, actor = written(actor_id, intention_id)
    if not intention.is_shared:
        raise Conflict(NOT_SHARED)
    pace(actor.id)
    update = ProgressUpdate(
        intention_id=intention.id,
        person_id=actor.id,
        organisation=changed.organisation,
        leadership=changed.leadership,
        key=key,
    )
    session.add(update)
    intention.review_on = changed.review_on
    session.flush()
    record(UpdateWritten(intention.id))
    return update


def _with_key(person_id: int, key: str) -> ProgressUpdate | None:
    query = sa.select(ProgressUpdate).where(ProgressUpdate.person_id == person_id, ProgressUpdate.key == key)
    return session.scalars(query).one_or_none()


@command
def remove_update(*, actor_id: int, update_id: int) -> Intention:
    """Take one away; its intention is returned. Raises NotFound, Forbidden, Conflict under a legal hold, which is not
    told.
    """
    wait_for_holds()
    intention, _ = written(actor_id, get(ProgressUpdate, update_id).intention_id)
    update = get(ProgressUpdate, update_id)
    if has_to_stay(update.person_id, space_id=intention.pair.space_id):
        raise Conflict("This can’t be taken away at the moment. Try again later.")
    session.delete(update.go())
    return intention
