"""One command, one commit; facts, WITH and AFTER; the session's types and look-ups."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from cop import db
from cop.errors import Conflict, NotFound
from cop.events import PostChanged, PostReleased
from cop.models import Space, Throttle
from tests.people import World


@pytest.fixture
def rename(world: World) -> Callable[..., None]:
    @db.command
    def rename(name: str, *, fail: bool = False) -> None:
        db.lock(Space, world.cohort.id).name = name
        db.record(PostReleased(1))
        if fail:
            raise NotFound

    return rename


@pytest.fixture
def react() -> Iterator[Callable[..., None]]:
    """Other causes and effects for one test."""
    kept = db._with, db._after
    yield lambda within=None, after=None: db.react(within=within or {}, after=after or {})
    db.react(within=kept[0], after=kept[1])


def name_of(world: World) -> str:
    db.session.rollback()
    return db.session.scalars(sa.select(Space.name).where(Space.id == world.cohort.id)).one()


def test_a_command_commits(world: World, rename: Callable[..., None], react: Callable[..., None]) -> None:
    react()
    rename("Renamed")
    assert name_of(world) == "Renamed"


def test_a_command_that_fails_leaves_nothing(
    world: World, rename: Callable[..., None], react: Callable[..., None]
) -> None:
    seen: list[object] = []
    react(after={PostReleased: [seen.append]})
    with pytest.raises(NotFound):
        rename("Renamed", fail=True)
    assert name_of(world) == "Cohort 1"
    assert seen == []
    rename("Renamed")
    assert seen == [PostReleased(1)]


def test_commands_do_not_nest(world: World) -> None:
    inner = db.command(lambda: None)
    with pytest.raises(RuntimeError, match="nest"):
        db.command(inner)()


def test_a_fact_outside_of_a_command_is_a_mistake() -> None:
    with pytest.raises(RuntimeError, match="within a command"):
        db.record(PostReleased(1))


def test_with_runs_before_the_commit_and_sees_facts_that_reactions_record(
    world: World, rename: Callable[..., None], react: Callable[..., None]
) -> None:
    order: list[str] = []

    def consequence(fact: PostReleased) -> None:
        order.append("with")
        db.record(PostChanged(fact.post_id))
        db.record(PostChanged(fact.post_id))

    react(
        within={PostReleased: [consequence], PostChanged: [lambda _: order.append("with its own")]},
        after={PostChanged: [lambda _: order.append("after")]},
    )
    rename("Renamed")
    assert order == ["with", "with its own", "after"]


def test_a_failing_with_undoes_the_command(
    world: World, rename: Callable[..., None], react: Callable[..., None]
) -> None:
    def refuse(_fact: object) -> None:
        raise NotFound

    react(within={PostReleased: [refuse]})
    with pytest.raises(NotFound):
        rename("Renamed")
    assert name_of(world) == "Cohort 1"


@pytest.mark.logs_errors
def test_a_failing_after_harms_nobody(
    world: World, rename: Callable[..., None], react: Callable[..., None]
) -> None:
    seen: list[object] = []

    def fail(_fact: object) -> None:
        raise OSError

    react(after={PostReleased: [fail, seen.append]})
    rename("Renamed")
    assert name_of(world) == "Renamed"
    assert len(seen) == 1


def test_after_finds_what_the_command_returned_without_a_query(
    world: World, react: Callable[..., None], count_queries: Callable[..., Any]
) -> None:
    found: list[Space | None] = []
    react(after={PostReleased: [lambda fact: found.append(db.left(Space, fact.post_id))]})

    @db.command
    def rename(space_id: int) -> Space:
        space = db.lock(Space, space_id)
        space.name = "Renamed"
        db.record(PostReleased(space_id))
        db.record(PostReleased(world.set_a.id))
        return space

    with count_queries() as queries:
        returned = rename(world.cohort.id)
    assert found == [returned, None]
    assert len(queries) == 2
    assert db.left(Space, world.cohort.id) is None


def test_a_row_that_is_not_there_is_not_found(world: World) -> None:
    assert db.get(Space, world.cohort.id).name == "Cohort 1"
    with pytest.raises(NotFound):
        db.get(Space, 0)
    with pytest.raises(NotFound):
        db.command(lambda: db.lock(Space, 0))()


def test_a_time_without_a_zone_is_not_stored(world: World) -> None:
    db.session.add(Throttle(bucket="b", left=1.0, at=datetime(2026, 1, 1)))  # noqa: DTZ001
    with pytest.raises(sa.exc.StatementError, match="zone"):
        db.session.flush()


def test_times_come_back_aware_and_nothing_stays_nothing(world: World) -> None:
    moments = db.session.execute(sa.select(Space.created_at).where(Space.id == world.cohort.id)).scalar_one()
    assert moments.tzinfo is not None
    assert db.UtcDateTime().process_result_value(None, sa.engine.default.DefaultDialect()) is None


def test_a_second_row_of_a_kind_is_told_from_other_mistakes(world: World) -> None:
    with pytest.raises(Conflict, match="There is one"), db.session.begin_nested():
        db.add_once(Space(slug="cohort-1", kind=world.cohort.kind, name="Again"), taken="There is one.")
    with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
        db.add_once(Space(slug="nameless", kind=world.cohort.kind), taken="There is one.")
