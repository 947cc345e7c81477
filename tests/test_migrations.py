"""`upgrade head` on an empty database equals the models, on both databases."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection, Engine

from cop import db, schema
from cop.models import Appointment


def test_migrations_make_what_the_models_say_on_postgresql(postgresql: Engine) -> None:
    assert schema.differences(postgresql) == []


def test_migrations_make_what_the_models_say_on_sqlite(tmp_path: Path) -> None:
    engine = db.connect(f"sqlite:///{tmp_path / 'new.sqlite'}")
    assert schema.differences(engine)  # the control: an empty database differs
    schema.upgrade(engine)
    assert schema.differences(engine) == []
    schema.upgrade(engine)  # a second run changes nothing
    engine.dispose()


def test_reviews_of_one_thing_become_one_with_all_that_belongs_to_them(tmp_path: Path) -> None:
    """Of the schema before 0019 an installation may hold several for a post: one decided, one that waits."""
    engine = db.connect(f"sqlite:///{tmp_path / 'old.sqlite'}")
    with engine.connect() as connection:
        _upgrade(connection, "0018")
        for statement in OLD:
            connection.execute(sa.text(statement))
        connection.commit()
    schema.upgrade(engine)
    with engine.connect() as connection:
        reviews = connection.execute(sa.text("SELECT id, falls_to, version FROM review")).all()
        reports = connection.execute(
            sa.text("SELECT review_id, reporter_id, reason FROM report ORDER BY id")
        ).all()
        decisions = connection.execute(sa.text("SELECT review_id FROM decision ORDER BY id")).all()
        measures = connection.execute(sa.text("SELECT person_id, kind, decision_id FROM measure")).all()
    assert reviews == [(2, "stewards", 1)]
    assert reports == [(2, 1, "Again")], "of the same person's about the same text the newest"
    assert decisions == [(2,), (None,)]
    assert measures == [(1, "suspended", 2)]
    engine.dispose()


def test_whoever_is_from_outside_gets_an_end(tmp_path: Path) -> None:
    """Of the schema before 0038 an evaluator and a guest may be here for ever; nobody else gets an end by it."""
    engine = db.connect(f"sqlite:///{tmp_path / 'old.sqlite'}")
    with engine.connect() as connection:
        _upgrade(connection, "0037")
        connection.execute(sa.text(OLD[0]))
        for role, ends in (("guest", "NULL"), ("evaluator", "NULL"), ("steward", "NULL"), ("guest", LATER)):
            columns = "person_id, role, started_at, ended_at"
            row = f"1, '{role}', {MOMENT}, {ends}"
            connection.execute(sa.text(f"INSERT INTO appointment ({columns}) VALUES ({row})"))
        connection.commit()
    schema.upgrade(engine)
    with engine.connect() as connection:
        ends = connection.execute(sa.select(Appointment.ended_at).order_by(Appointment.id)).scalars().all()
    left = [None if end is None else (end - datetime.now(UTC)).days for end in ends[:3]]
    assert left == [89, 364, None], "each less some seconds"
    assert ends[3].year == 2099
    engine.dispose()


def test_two_networks_are_told_of_before_they_are_refused(tmp_path: Path) -> None:
    """Of the schema before 0038 there may be several: which one stays is for people to say."""
    engine = db.connect(f"sqlite:///{tmp_path / 'old.sqlite'}")
    with engine.connect() as connection:
        _upgrade(connection, "0037")
        for number in (1, 2):
            network = OLD[1].replace("(1, 's', 'cohort'", f"({number}, 's{number}', 'network'")
            connection.execute(sa.text(network))
        connection.commit()
    with pytest.raises(
        RuntimeError, match="there are 2 networks where there may be one: in the table “space”"
    ):
        schema.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE space SET kind = 'group' WHERE id = 2"))
    schema.upgrade(engine)
    assert schema.differences(engine) == []
    engine.dispose()


def _upgrade(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


MOMENT = "'2026-03-02 12:00:00.000000'"
LATER = "'2099-03-02 12:00:00.000000'"
OLD = (
    (
        f"INSERT INTO person (id, email, name, professional_role, about, shares_email, shares_about, is_listed,"
        f" password_hash, created_at) VALUES (1, 'a@example.org', 'Ann', 'other', '', 0, 0, 0, '', {MOMENT})"
    ),
    (
        f"INSERT INTO space (id, slug, kind, name, purpose, about, about_html, policy, room_state, shows_revisions,"
        f" members_summarise, digest, created_at, said, pulse, roster, activity) VALUES"
        f" (1, 's', 'cohort', 'S', '', '', '', 'open', 'open', 0, 0, '', {MOMENT}, 1, 1, 0, 0)"
    ),
    (
        f"INSERT INTO message (id, space_id, author_id, key, digest, created_at, state, text, html, renderer, version,"
        f" named) VALUES (1, 1, 1, 'k', '', {MOMENT}, 'held', 't', 't', 1, 1, '')"
    ),
    (
        f"INSERT INTO review (id, space_id, kind, message_id, author_id, is_escalated, opened_at, decided_at)"
        f" VALUES (1, 1, 'report', 1, 1, 0, {MOMENT}, {MOMENT}), (2, 1, 'report', 1, 1, 1, {MOMENT}, NULL)"
    ),
    (
        f"INSERT INTO report (id, review_id, reporter_id, version, category, reason, created_at) VALUES"
        f" (1, 1, 1, 1, 'other', 'First', {MOMENT}), (2, 2, 1, 1, 'other', 'Again', {MOMENT})"
    ),
    (
        f"INSERT INTO membership (id, person_id, space_id, started_at, suspended_until, read_seq, read_activity)"
        f" VALUES (1, 1, 1, {MOMENT}, {LATER}, 0, 0)"
    ),
    (
        f"INSERT INTO decision (id, space_id, actor_id, verdict, reason, review_id, person_id, decided_at) VALUES"
        f" (1, 1, 1, 'dismiss', '', 1, 1, {MOMENT}), (2, 1, 1, 'suspend', '', NULL, 1, {MOMENT})"
    ),
)
