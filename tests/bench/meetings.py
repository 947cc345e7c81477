"""A meeting of eight, from the lobby to the record, beside a bare broadcast that is told of the same events."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from cop import clock, db
from cop.meetings import commands
from cop.models import Membership, Person, Space, SpaceKind
from cop.models.meetings_timings import Channel
from tests.bench import data, load_meeting, servers
from tests.bench.comparison import Compared, apart, compared
from tests.bench.figures import Taken
from tests.bench.servers import Server
from tests.people import join, key

PEOPLE, ROUNDS = 8, 3


def measured(folder: Path) -> Iterator[tuple[str, Compared]]:
    site = data.prepare(folder, members=PEOPLE)
    people = _set_of(site.space)
    with (
        servers.product(site.environment, folder / "product.log") as product,
        servers.bare("bare_meeting", {}, folder / "bare.log") as bare,
    ):
        rounds = [(_meet(site, people, product), _meet(site, people, bare)) for _ in range(ROUNDS)]
    name = "an event, until all others have heard of it; events"
    yield f"A meeting of {PEOPLE}, with all its events", {name: compared(rounds)}


@db.command
def _set_of(cohort: str) -> list[int]:
    """A set of all members of the cohort; their ids in the order of the site’s readers."""
    space = db.session.scalars(sa.select(Space).where(Space.slug == cohort)).one()
    members = sa.select(Person).join(Membership, Membership.person_id == Person.id)
    people = db.session.scalars(members.where(Membership.space_id == space.id).order_by(Person.id)).all()
    meeting_set = Space(slug="bench-set", kind=SpaceKind.SET, name="A set", parent_id=space.id)
    db.session.add(meeting_set)
    db.session.flush()
    for each in people:
        join(each, meeting_set)
    return [each.id for each in (*people[1:], people[0])]


def _meet(site: data.Site, people: list[int], server: Server) -> Taken:
    """Hold a meeting of its own; for the bare minimum one is as good as another."""
    leader, presenter = people[:2]
    draft = commands.Draft(
        starts_at=clock.now() + timedelta(seconds=1),
        host_id=leader,
        facilitator_id=leader,
        channel=Channel.TEXT,
    )
    meeting = commands.convene(actor_id=leader, slug="bench-set", draft=draft, key=key())
    for each in people:
        commands.come_in(actor_id=each, meeting_id=meeting.id, ticks=True)
    about = {"title": "What troubles me", "minutes": 40, "urgency": 2}
    bid = commands.bid(actor_id=presenter, meeting_id=meeting.id, **about)
    cookies = [(each.cookie, each.csrf) for each in site.readers]
    return apart(
        load_meeting.load, load_meeting.MeetingPlan(server.port, server.pid, meeting.id, cookies, bid.id)
    )
