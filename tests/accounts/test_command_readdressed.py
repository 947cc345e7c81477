"""What keys on an address goes with its person: to them when they change it, and never to who has it after them."""

import pytest
import sqlalchemy as sa

from cop import db
from cop.accounts import commands
from cop.accounts.commands import Newcomer, tokens
from cop.errors import Conflict
from cop.exports.queries import reading
from cop.models import (
    AddressChange,
    Application,
    Decision,
    Fate,
    Invitation,
    Kept,
    Person,
    ProfessionalRole,
    RoleName,
    Verdict,
    WaveRow,
    Way,
)
from cop.models.holds import held
from cop.models.registry import TABLES
from cop.models.whose import belongs
from tests import waves
from tests.accounts.leaver import work_off
from tests.accounts.letterbox import (
    NEW,
    close_account,
    deliver,
    give_password,
    invitation,
)
from tests.accounts.readdressed import change_address, take_back
from tests.conftest import later
from tests.keeping.things import after, let_go_of, place, put
from tests.moderation import remains
from tests.people import PASSWORD, World

BOBS = "bob@elsewhere.example.org"
ADDRESSED = ("application", "invitation", "letter", "place", "wave_row")


@pytest.fixture
def bob(world: World) -> Person:
    give_password(world.bob)
    for kind in (Kept.APPLICATIONS, Kept.INVITATIONS, Kept.WAVES):
        put(kind, world)
    return world.bob


def theirs(person: Person) -> dict[str, int]:
    """How many rows a copy has of each kind that knows people by their address."""
    of = reading.whose(person.id)
    counts = {}
    for name in ADDRESSED:
        table = db.Base.metadata.tables[name]
        ways = [way for way in TABLES[name].whose if way != "inviter_id"]
        query = sa.select(sa.func.count()).select_from(table)
        counts[name] = db.session.scalar(query.where(sa.or_(*(belongs(table, way, of) for way in ways)))) or 0
    return counts


def join_with(world: World, address: str) -> Person:
    """Somebody else is given the mailbox, and is invited."""
    made = invitation(address, (world.other, RoleName.MEMBER), inviter=world.staff)
    newcomer = Newcomer("Robin Newly", None, ProfessionalRole.OTHER, NEW)
    entered = commands.join_as_newcomer(token=tokens.of_invitation(made), newcomer=newcomer)
    return db.get(Person, entered.person_id)


def test_all_that_was_known_by_the_old_address_is_theirs_after_it(bob: Person) -> None:
    before = theirs(bob)
    assert all(before.values()), "control: there is one of each"
    change_address(bob, BOBS)
    after = theirs(bob)
    assert {name: after[name] for name in before if name != "letter"} == {
        name: number for name, number in before.items() if name != "letter"
    }
    assert after["letter"] == before["letter"] + 3, "and three letters about the change"


def test_whoever_has_the_old_address_later_has_nothing_of_it(world: World, bob: Person) -> None:
    before = theirs(bob)
    change_address(bob, BOBS)
    with later(60):
        robin = join_with(world, "bob@example.org")
    assert theirs(robin) == {"application": 0, "invitation": 1, "letter": 0, "place": 1, "wave_row": 0}
    assert theirs(bob)["invitation"] == before["invitation"]


def test_when_that_one_leaves_nothing_of_the_first_goes(world: World, bob: Person) -> None:
    change_address(bob, BOBS)
    deliver()  # those that nobody wants any more are dropped
    before = theirs(bob)
    with later(60):
        robin = join_with(world, "bob@example.org")
        commands.leave_place(actor_id=robin.id, way=Way.REMOVED, password=NEW)
        work_off()
    assert theirs(bob) == before


def test_who_leaves_leaves_neither_address_behind(world: World, bob: Person) -> None:
    """Not even in the log, where that somebody was invited is noted by the address of then."""

    @db.command
    def note() -> None:
        said = {"space_id": world.cohort.id, "actor_id": world.ann.id, "reason": "bob@example.org as member"}
        Decision.log(Verdict.INVITE, **said)

    note()
    change_address(bob, BOBS)
    for address in ("bob@example.org", BOBS):
        assert remains.tables_with(address), "control"
    commands.leave_place(actor_id=bob.id, way=Way.UNNAMED, password=PASSWORD)
    work_off()
    assert [remains.tables_with(each) for each in ("bob@example.org", BOBS)] == [set(), set()]
    reasons = db.session.scalars(sa.select(Decision.reason).where(Decision.verdict == Verdict.INVITE))
    assert "a former member as member" in list(reasons)


def test_a_legal_hold_goes_on_holding_it(world: World, bob: Person) -> None:
    place(world, person_id=bob.id)

    def held_rows() -> list[int]:
        stays = [held(email=table.email) for table in (Application, Invitation, WaveRow)]
        tables = (Application, Invitation, WaveRow)
        return [
            db.session.scalar(sa.select(sa.func.count()).select_from(table).where(each)) or 0
            for table, each in zip(tables, stays, strict=True)
        ]

    before = held_rows()
    assert all(before), "control"
    change_address(bob, BOBS)
    assert held_rows() == before


def test_the_same_list_twice_changes_nothing_after_it_either(world: World, bob: Person) -> None:
    line = "Bob,bob@example.org,T01,,Cohort 1,,,"
    assert waves.fates(waves.upload(world.staff.id, line)) == [Fate.SAME], "control"
    before = db.session.query(Invitation).count()
    change_address(bob, BOBS)
    assert waves.fates(waves.send(world.staff.id, line)) == [Fate.SAME]
    elsewhere = waves.send(world.staff.id, "Bob,bob@example.org,T01,,Cohort 2,,,")
    (row,) = waves.rows(elsewhere)
    assert row.fate is Fate.BAD
    assert "has another one by now" in row.said
    assert db.session.query(Invitation).count() == before
    close_account(bob)
    assert waves.fates(waves.upload(world.staff.id, line)) == [Fate.NEW], "of who is gone nothing is known"


@db.command
def type_in_capitals() -> None:
    db.session.execute(sa.update(WaveRow).values(email="Bob@Example.ORG"))


def test_a_line_that_was_typed_in_capitals_goes_along_too(bob: Person) -> None:
    type_in_capitals()
    assert theirs(bob)["wave_row"] == 1, "control"
    change = change_address(bob, BOBS)
    assert theirs(bob)["wave_row"] == 1
    take_back(change)
    assert theirs(bob)["wave_row"] == 1


def test_a_line_that_was_typed_in_capitals_goes_with_who_leaves(bob: Person) -> None:
    type_in_capitals()
    commands.leave_place(actor_id=bob.id, way=Way.UNNAMED, password=PASSWORD)
    work_off()
    assert db.session.query(WaveRow).all() == []


def test_a_list_with_a_line_that_was_typed_in_capitals_is_held(world: World, bob: Person) -> None:
    type_in_capitals()
    place(world, person_id=bob.id)
    with pytest.raises(Conflict):
        commands.drop_wave(actor_id=world.staff.id, wave_id=db.session.query(WaveRow).one().wave_id)


def test_an_applicant_from_an_address_of_before_is_pointed_out(world: World, bob: Person) -> None:
    change_address(bob, BOBS)
    found = Application(email="bob@example.org", name="Robin Newly")
    assert "Somebody who had this address has an account under another one" in found.likenesses()
    take_back(db.session.scalars(sa.select(AddressChange)).one())
    assert found.likenesses()[0] == "Somebody with this address has an account"


def test_a_change_that_stands_is_kept_and_one_that_came_to_nothing_goes(world: World, bob: Person) -> None:
    change_address(bob, BOBS)
    with later(60):
        commands.ask_for_address(actor_id=bob.id, email="bob@third.example.org")
        with after(Kept.ADDRESS_CHANGES, 1):
            assert let_go_of(Kept.ADDRESS_CHANGES) == 1
    (left,) = db.session.scalars(sa.select(AddressChange))
    assert (left.former, left.wanted) == ("bob@example.org", BOBS)
