"""Building the demonstration from nothing, and telling whether a database may be used for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from cop import clock, db, jobs, reactions, schema, storage
from cop.config import Settings
from cop.db import Base, command, lock, session
from cop.demonstration import (
    applying,
    attending,
    gathering,
    grouping,
    inquiring,
    intending,
    meeting,
    people,
    place,
    play,
    programming,
    pursuing,
    shelving,
    sponsoring,
    stating,
    story,
    underway,
    valuing,
    waves,
)
from cop.engines import WRITES
from cop.forum.commands.quotas import Quotas
from cop.models import Person, Site
from cop.search.tasks import index_everything

ACCOUNTS = (
    "staff",
    "moderator",
    "facilitator",
    "alum",
    "outsider",
    "newcomer",
    "steward",
    "sponsor",
    "evaluator",
)
"""The accounts that are printed; the part before @example.org."""

PASSWORD = "community-of-practice"  # noqa: S105 - it is printed for everyone, and stands in demonstrations only

READ_UP_TO = timedelta(hours=26)
"""How long before the end of the story the printed accounts were last here."""


class NotADemonstration(Exception):
    """The database holds real people."""


def is_built(engine: Engine) -> bool:
    """Whether the database of `engine` holds a whole demonstration; NotADemonstration if it holds anything else."""
    if not sa.inspect(engine).has_table("person"):
        return False
    schema.upgrade(engine)
    site = session.get(Site, 1)
    if site is None and session.scalar(sa.select(sa.exists().where(Person.id > 0))):
        raise NotADemonstration("This database holds people. A demonstration needs one of its own.")
    is_whole = site is not None and site.built_at is not None
    session.remove()
    return is_whole


def build(
    engine: Engine, settings: Settings, *, as_of: datetime, fictional: bool, tell: Callable[[str], None]
) -> None:
    """Empty the database and tell the story in it, up to `as_of`."""
    _empty(engine)
    db.react(within=reactions.WITH, after={})
    jobs.connect(settings)
    storage.connect(settings)
    with clock.at(story.NETWORK_BEGAN):
        _begin()
    cast, organisations = _gather(fictional=fictional, quotas=Quotas.of(settings), tell=tell)
    _tell_story(cast, as_of, tell)
    _tell_the_rest(cast, organisations, as_of=as_of, tell=tell)
    _give_back(cast, as_of=as_of, tell=tell)
    tell("What can be found")
    with clock.at(as_of):
        index_everything(lambda _what: None)
        _end()
    session.remove()


def _gather(
    *, fictional: bool, quotas: Quotas, tell: Callable[[str], None]
) -> tuple[play.Cast, dict[str, int]]:
    """The cast, and organisations by code."""
    tell("Organisations and spaces")
    organisations = place.found_organisations(fictional=fictional)
    spaces = place.found_spaces()
    tell("People")
    characters = story.characters()
    ids = people.arrive(characters, people.Scene(spaces, organisations, PASSWORD))
    place.merge_organisations(organisations)
    tell("Waves")
    spaces |= waves.found_waves(characters, people=ids)
    return play.Cast.of(ids, spaces, characters=characters, quotas=quotas), organisations


def _tell_story(cast: play.Cast, as_of: datetime, tell: Callable[[str], None]) -> None:
    """What was said; the printed accounts were last here a day before the end, and have something to read."""
    lines = story.lines(as_of - story.AS_OF)
    pause = as_of - READ_UP_TO
    earlier = [line for line in lines if line.at < pause]
    tell(f"{len(lines)} contributions")
    play.perform(cast, earlier, tell=lambda said: tell(f"  {said}"))
    named = [each.key for each in story.characters() if each.email.partition("@")[0] in ACCOUNTS]
    play.catch_up(cast, named, at=pause)
    play.perform(cast, lines[len(earlier) :], tell=lambda said: tell(f"  {len(earlier) + said}"))


def _tell_the_rest(
    cast: play.Cast, organisations: dict[str, int], *, as_of: datetime, tell: Callable[[str], None]
) -> None:
    """What people did elsewhere than in forums and rooms."""
    tell("Applications")
    staff = next(each.key for each in story.characters() if each.email.startswith("staff@"))
    staff_id = cast.people[staff]
    applying.apply(as_of, staff_id=staff_id, spaces_by_slug=cast.spaces, organisations=organisations)
    tell("Programmes")
    programming.describe(as_of, staff_id=staff_id)
    gathering.hold_events(staff_id=staff_id)
    tell("Sets that meet")
    _meet(cast, as_of)
    tell("Groups")
    grouping.gather_groups(as_of, staff_id=staff_id, people=cast.people)
    tell("Intentions")
    _intend(cast, organisations, as_of)
    tell("Visits, events and what has come of it")
    attending.attend()
    valuing.value(as_of, people=[cast.people[each.key] for each in story.characters() if each.cohort])
    tell("Statements")
    stating.publish_statements(as_of, staff_id=staff_id)


def _meet(cast: play.Cast, as_of: datetime) -> None:
    advisers = [cast.people[each.key] for each in story.characters() if each.set_role == "facilitator"]
    going_on = meeting.meet(as_of, spaces=cast.spaces, advisers=advisers)
    with clock.at(as_of):
        underway.go_on(going_on.id, people=cast.people)


def _intend(cast: play.Cast, organisations: dict[str, int], as_of: datetime) -> None:
    whose: dict[str, Any] = {"people": cast.people, "organisations": organisations}
    intending.intend(as_of, **whose)
    pursuing.pursue(as_of, story.characters(), **whose)
    sponsoring.sponsor(as_of, story.characters(), **whose)


def _give_back(cast: play.Cast, *, as_of: datetime, tell: Callable[[str], None]) -> None:
    """What stewards ask the network, and what they heard."""
    steward = next(each.key for each in story.characters() if each.email.startswith("steward@"))
    tell("Inquiries")
    inquiring.inquire(as_of, steward_id=cast.people[steward], people=cast.people)
    tell("Library")
    network_id = cast.spaces["network"].id
    shelving.fill_library(as_of, steward_id=cast.people[steward], network_id=network_id)


def _empty(engine: Engine) -> None:
    session.remove()
    with engine.execution_options(**WRITES).begin() as connection:
        Base.metadata.drop_all(connection)
        connection.execute(sa.text("DROP TABLE IF EXISTS alembic_version"))
    schema.upgrade(engine)


@command
def _begin() -> None:
    session.add(Site(id=1, is_demonstration=True))


@command
def _end() -> None:
    lock(Site, 1).built_at = clock.now()
