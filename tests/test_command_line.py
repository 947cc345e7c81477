"""`cop`: the database's schema, what is refused at the start, and becoming a server."""

import os
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

import cop
from cop import cli, db, schema
from cop.config import UnsafeSettings


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own in a folder that is not there yet."""
    monkeypatch.setenv("COP_DATABASE_URL", f"sqlite:///{tmp_path / 'new' / 'cop.sqlite'}")
    monkeypatch.setenv("COP_UPLOADS", str(tmp_path / "var" / "uploads"))
    return tmp_path


def test_upgrading_makes_the_schema(environment: Path) -> None:
    result = CliRunner().invoke(cli.main, ["db", "upgrade"])
    assert result.exit_code == 0, result.output
    engine = db.connect(os.environ["COP_DATABASE_URL"])
    assert schema.differences(engine) == []
    engine.dispose()


def test_serving_becomes_a_server_with_one_greenlet_worker(
    environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    became: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _path, arguments: became.append(arguments))
    monkeypatch.setenv("PORT", "5999")
    result = CliRunner().invoke(cli.main, ["serve"])
    assert result.exit_code == 0, result.output
    words = became[0]
    assert words[:3] == [sys.executable, "-m", "gunicorn"]
    assert words[words.index("--workers") + 1] == "1"
    assert words[words.index("--worker-class") + 1] == "gevent"
    assert words[words.index("--bind") + 1] == "127.0.0.1:5999"


def test_what_is_unsafe_is_refused_in_a_sentence(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COP_SECRET_KEY", "short")
    result = CliRunner().invoke(cli.main, ["serve"])
    assert result.exit_code == 1
    assert "COP_SECRET_KEY" in result.output
    assert "Traceback" not in result.output


def test_a_second_process_on_one_sqlite_file_is_refused(tmp_path: Path) -> None:
    first = cop._claim(tmp_path / "serving.lock")
    with pytest.raises(UnsafeSettings, match="PostgreSQL"):
        cop._claim(tmp_path / "serving.lock")
    first.close()
    cop._claim(tmp_path / "serving.lock").close()


def test_a_migration_is_written_from_the_difference(
    environment: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    migrations = tmp_path / "migrations"
    (migrations / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        (migrations / name).write_text(
            (schema.MIGRATIONS / name).read_text(encoding="utf-8"), encoding="utf-8"
        )
    monkeypatch.setattr(schema, "MIGRATIONS", migrations)
    result = CliRunner().invoke(cli.main, ["db", "revise", "The first"])
    assert result.exit_code == 0, result.output
    written = (migrations / "versions" / "0001_the_first.py").read_text(encoding="utf-8")
    assert "import cop" not in written
    assert sa.__name__ in written
