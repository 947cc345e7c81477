"""What a folder and a bucket promise alike."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from cop import storage
from cop.errors import NotFound
from cop.storage import Store, fresh_name

PAST, FUTURE = datetime(2000, 1, 1, tzinfo=UTC), datetime.now(UTC) + timedelta(days=1)


def keeps_what_it_is_given(store: Store) -> None:
    name, content = fresh_name(), bytes(range(256)) * 5000
    store.put(name, io.BytesIO(content))
    with store.open(name) as file:
        assert file.read() == content
        assert file.seek(0, 2) == len(content)
        file.seek(-10, 2)
        assert file.read() == content[-10:]
        file.seek(1000)
        assert file.read(7) == content[1000:1007]
        assert file.tell() == 1007
        file.seek(3, 1)
        assert file.read(2) == content[1010:1012]


def knows_nothing_of_what_it_was_not_given(store: Store) -> None:
    with pytest.raises(NotFound):
        store.open(fresh_name())
    store.remove(fresh_name())


def lets_go(store: Store) -> None:
    name = fresh_name()
    store.put(name, io.BytesIO(b"x"))
    store.open(name).close()
    store.remove(name)
    with pytest.raises(NotFound):
        store.open(name)


def names_what_is_older(store: Store) -> None:
    name = fresh_name()
    store.put(name, io.BytesIO(b"x"))
    store.put(storage.small(name), io.BytesIO(b"y"))
    assert {name, storage.small(name)} <= set(store.names(before=FUTURE))
    assert not list(store.names(before=PAST))


def takes_no_name_but_ours(store: Store) -> None:
    for name in (
        "../../etc/passwd",
        "",
        "A" * 32,
        fresh_name() + "/x",
        fresh_name() + "-small-small",
        "x" * 32 + "\n",
    ):
        with pytest.raises(ValueError, match="no name of ours"):
            store.put(name, io.BytesIO(b"x"))
        with pytest.raises(ValueError, match="no name of ours"):
            store.open(name)


PROMISES = [
    keeps_what_it_is_given,
    knows_nothing_of_what_it_was_not_given,
    lets_go,
    names_what_is_older,
    takes_no_name_but_ours,
]
