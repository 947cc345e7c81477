"""`upgrade head` on an empty database equals the models, on both databases."""

from pathlib import Path

from sqlalchemy.engine import Engine

from cop import db, schema


def test_migrations_make_what_the_models_say_on_postgresql(postgresql: Engine) -> None:
    assert schema.differences(postgresql) == []


def test_migrations_make_what_the_models_say_on_sqlite(tmp_path: Path) -> None:
    engine = db.connect(f"sqlite:///{tmp_path / 'new.sqlite'}")
    assert schema.differences(engine)  # the control: an empty database differs
    schema.upgrade(engine)
    assert schema.differences(engine) == []
    schema.upgrade(engine)  # a second run changes nothing
    engine.dispose()
