"""Accounts at a provider: whose they are, who is told, and what ends with them."""

from collections.abc import Iterator

import pytest

from cop import clock, db
from cop.accounts import commands
from cop.accounts.commands import HalfWay, Said, SignedIn
from cop.accounts.commands.tokens import Visit
from cop.accounts.tasks.wording import word
from cop.errors import Conflict, Invalid, NotFound, TooFast
from cop.models import Authenticator, Identity, LetterKind, Membership, Person, SignIn, Throttle
from cop.openid import Errand, asking
from tests import people
from tests.accounts.letterbox import close_account, give_password, letters
from tests.conftest import later
from tests.people import PASSWORD, World
from tests.providers import FakeProvider, Told
from tests.visits import chosen, honest, linked

ERRAND = Errand.fresh()
CHANGED = LetterKind.IDENTITIES_CHANGED


@pytest.fixture
def fake(world: World) -> Iterator[FakeProvider]:
    for person in (world.ann, world.bob):
        give_password(person)
    with chosen(FakeProvider()) as fake:
        yield fake


def set_out(fake: FakeProvider, way: commands.visits.Way) -> tuple[Visit, Told]:
    told = fake.told(way.address)
    return commands.come_back(token=way.visit, said=Said(told.state), address=None), told


def enter(fake: FakeProvider, subject: str) -> SignedIn | HalfWay:
    visit, told = set_out(fake, commands.set_out(address=None))
    return commands.sign_in_with(visit=visit, said=Said(code=honest(fake, told, subject)), device="test")


def sign_in_id_of(person: Person) -> int:
    @db.command
    def begin() -> int:
        sign_in, _ = SignIn.begin(db.get(Person, person.id), device="test")
        db.session.flush()
        return sign_in.id

    return begin()


def link(fake: FakeProvider, person: Person, subject: str, sign_in_id: int | None = None) -> None:
    mine = {"actor_id": person.id, "sign_in_id": sign_in_id or sign_in_id_of(person)}
    visit, told = set_out(fake, commands.set_out_to_link(**mine, password=PASSWORD))
    commands.link(visit=visit, said=Said(code=honest(fake, told, subject)), **mine)


def test_who_has_linked_an_account_signs_in_with_it(world: World, fake: FakeProvider) -> None:
    link(fake, world.ann, "one")
    with later(60):
        entered = enter(fake, "one")
        assert isinstance(entered, SignedIn)
        identity = db.session.query(Identity).one()
        assert identity.used_at == clock.now()
    assert entered.person_id == world.ann.id
    assert identity.linked_at < identity.used_at
    assert (identity.issuer, identity.subject) == (fake.url, "one")
    assert SignIn.find(entered.token) is not None


def test_who_has_an_authenticator_is_half_way(world: World, fake: FakeProvider) -> None:
    link(fake, world.ann, "one")

    @db.command
    def set_up() -> None:
        db.session.add(Authenticator(person_id=world.ann.id, salt="salt"))

    set_up()
    before = db.session.query(SignIn).count()
    assert isinstance(enter(fake, "one"), HalfWay)
    assert db.session.query(SignIn).count() == before


def test_an_unknown_account_makes_nobody_a_member(world: World, fake: FakeProvider) -> None:
    linked(world.ann, fake, "one")
    before = [db.session.query(each).count() for each in (Person, Membership, Identity, SignIn)]
    for subject in ("two", "ONE", "one ", "on"):
        with pytest.raises(Conflict, match="ask for an invitation"):
            enter(fake, subject)
    assert [db.session.query(each).count() for each in (Person, Membership, Identity, SignIn)] == before
    assert enter(fake, "one")


def test_the_same_name_at_another_provider_is_somebody_else(world: World, fake: FakeProvider) -> None:
    linked(world.ann, fake, "one")

    @db.command
    def move() -> None:
        db.session.query(Identity).one().issuer = f"{fake.url}/"

    move()
    with pytest.raises(Conflict):
        enter(fake, "one")
    link(fake, world.bob, "one")
    assert enter(fake, "one").person_id == world.bob.id


def test_who_was_deactivated_gets_nothing(world: World, fake: FakeProvider) -> None:
    linked(world.ann, fake, "one")
    close_account(world.ann)
    with pytest.raises(Conflict, match="don’t know"):
        enter(fake, "one")
    with pytest.raises(NotFound):
        link(fake, world.ann, "two")


def test_what_is_somebody_elses_stays_theirs_and_is_not_said(world: World, fake: FakeProvider) -> None:
    link(fake, world.ann, "one")
    with pytest.raises(Conflict, match="linked already") as refused:
        link(fake, world.bob, "one")
    assert world.ann.name not in refused.value.message
    assert enter(fake, "one").person_id == world.ann.id
    assert len(letters(CHANGED)) == 1


def test_there_can_be_several_and_a_repeat_changes_nothing(world: World, fake: FakeProvider) -> None:
    for subject in ("one", "two", "one"):
        link(fake, world.ann, subject)
    assert db.session.query(Identity).count() == 2
    told = letters(CHANGED)
    assert [each.address for each in told] == [world.ann.email] * 2
    mail = word(told[1])
    assert "2 are linked now" in mail.get_content()
    assert "one" not in mail["Subject"]
    assert "127.0.0.1:" not in mail.get_content(), "it says what happened, and nothing of the account"


def test_to_link_one_takes_the_password(world: World, fake: FakeProvider) -> None:
    with pytest.raises(Invalid) as refused:
        commands.set_out_to_link(actor_id=world.ann.id, password="wrong", sign_in_id=1)
    assert refused.value.field == "password"
    assert fake.asked == []
    for _ in range(9):
        with pytest.raises(Invalid):
            commands.set_out_to_link(actor_id=world.ann.id, password="wrong", sign_in_id=1)
    with pytest.raises(TooFast):
        commands.set_out_to_link(actor_id=world.ann.id, password=PASSWORD, sign_in_id=1)


def test_a_sign_in_that_has_ended_links_nothing(world: World, fake: FakeProvider) -> None:
    sign_in_id = sign_in_id_of(world.ann)
    mine = {"actor_id": world.ann.id, "sign_in_id": sign_in_id}
    visit, told = set_out(fake, commands.set_out_to_link(**mine, password=PASSWORD))
    commands.end_sign_in(**mine)
    with pytest.raises(NotFound):
        commands.link(visit=visit, said=Said(code=honest(fake, told, "one")), **mine)
    link(fake, world.ann, "one")


def test_nobody_links_by_a_visit_that_was_to_sign_in_nor_the_other_way(
    world: World, fake: FakeProvider
) -> None:
    mine = {"actor_id": world.ann.id, "sign_in_id": sign_in_id_of(world.ann)}
    visit, told = set_out(fake, commands.set_out(address=None))
    with pytest.raises(Conflict):
        commands.link(visit=visit, said=Said(code=honest(fake, told, "one")), **mine)
    linked(world.ann, fake, "one")
    visit, told = set_out(fake, commands.set_out_to_link(**mine, password=PASSWORD))
    with pytest.raises(Conflict):
        commands.sign_in_with(visit=visit, said=Said(code=honest(fake, told, "one")), device="test")


def test_what_is_given_up_signs_nobody_in(world: World, fake: FakeProvider) -> None:
    mine, other = sign_in_id_of(world.ann), sign_in_id_of(world.bob)
    link(fake, world.ann, "one", mine)
    begun = enter(fake, "one")
    identity = db.session.query(Identity).one()
    about = {"identity_id": identity.id, "password": PASSWORD}
    with pytest.raises(Invalid):
        commands.give_up_identity(
            actor_id=world.ann.id, identity_id=identity.id, password="wrong", sign_in_id=mine
        )
    with pytest.raises(NotFound):
        commands.give_up_identity(actor_id=world.bob.id, sign_in_id=other, **about)
    assert SignIn.find(begun.token) is not None

    commands.give_up_identity(actor_id=world.ann.id, sign_in_id=mine, **about)
    assert SignIn.find(begun.token) is None
    standing = {each.id for each in db.session.query(SignIn).filter(SignIn.stands())}
    assert {mine, other} <= standing
    with pytest.raises(Conflict):
        enter(fake, "one")
    assert "None is linked now" in word(letters(CHANGED)[-1]).get_content()
    link(fake, world.bob, "one")


def test_another_password_gives_none_up(world: World, fake: FakeProvider) -> None:
    link(fake, world.ann, "one")
    commands.change_password(
        actor_id=world.ann.id, current=PASSWORD, password="another horse staple", device="test"
    )
    assert enter(fake, "one")


def test_a_letter_to_who_is_gone_is_not_sent(world: World, fake: FakeProvider) -> None:
    link(fake, world.ann, "one")
    close_account(world.ann)
    assert word(letters(CHANGED)[0]) is None


def test_no_transaction_is_open_while_the_provider_is_asked(
    world: World, fake: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else waits for a connection of the database, or a row, because a provider is slow."""
    ask, open_ones = asking.ask, []

    def watched(*given: object, **more: object) -> object:
        open_ones.append(db.session().in_transaction())
        return ask(*given, **more)

    monkeypatch.setattr(asking, "ask", watched)
    sign_in_id = sign_in_id_of(world.ann)
    db.session.get(Person, world.ann.id)
    assert db.session().in_transaction(), "control: what a page has read before"
    link(fake, world.ann, "one", sign_in_id)
    db.session.get(Person, world.ann.id)
    enter(fake, "one")
    assert open_ones == [False] * 4


def test_what_is_used_once_is_used_once_whatever_the_clock_says(world: World) -> None:
    @db.command
    def use(name: str) -> bool:
        return Throttle.use(name)

    with later(60):
        assert use("one")
    assert not use("one"), "by a clock that is behind"
    with later(7200):
        assert not use("one")
        assert use("two")
    people.rest()
    assert use("one")
