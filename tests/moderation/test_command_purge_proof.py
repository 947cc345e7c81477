"""The count after a removal is real: whatever is not cleared, it says in which store."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, storage
from cop.forum import tasks as forum
from cop.models import PostMention, indexed, quoters
from cop.models import purging as stores
from cop.models.indexed import SearchEntry, SearchWord
from cop.models.lexemes import Lexemes
from cop.models.traces import Traces
from cop.moderation import commands
from cop.moderation.commands import proving, purging
from tests.moderation import remains

Skip = Callable[[pytest.MonkeyPatch], None]


def nothing(*_: object, **__: object) -> None:
    """What does its work no longer."""


def without(store: str) -> Skip:
    return lambda patched: patched.setitem(stores.STEPS, store, nothing)


def without_mentions(patched: pytest.MonkeyPatch) -> None:
    """Neither here, nor because the post has changed."""
    without("Mentions")(patched)
    patched.setattr(PostMention, "renew", nothing)


def without_quotations(patched: pytest.MonkeyPatch) -> None:
    patched.setattr(quoters.Quoters, "apply", lambda _self, _prepared: [])


def without_the_index(patched: pytest.MonkeyPatch) -> None:
    patched.setattr(purging, "take_out", nothing)


def without_entries(patched: pytest.MonkeyPatch) -> None:
    patched.setattr(indexed, "renew", nothing)


def without_words_of_the_index(patched: pytest.MonkeyPatch) -> None:
    patched.setattr(indexed, "forget_stems", nothing)
    patched.setattr(indexed, "_forget_rare", nothing)


def without_bytes(patched: pytest.MonkeyPatch) -> None:
    patched.setattr(storage, "drop", nothing)


def without_title(patched: pytest.MonkeyPatch) -> None:
    patched.setattr("cop.models.topics.Topic.rename", nothing)


def without_text(patched: pytest.MonkeyPatch) -> None:
    def keep(post: stores.Post) -> None:
        text, html = post.text, post.html
        clear(post)
        post.text, post.html = text, html

    clear = stores.Post.purge
    patched.setattr(stores.Post, "purge", keep)


def without_digest(patched: pytest.MonkeyPatch) -> None:
    def keep(post: stores.Post) -> None:
        digest = post.digest
        clear(post)
        post.digest = digest

    clear = stores.Post.purge
    patched.setattr(stores.Post, "purge", keep)


FAULTS: dict[str, tuple[Skip, str]] = {
    "text": (without_text, "Posts"),
    "digest": (without_digest, "The contribution itself"),
    "title": (without_title, "Titles"),
    "revisions": (without("Earlier texts"), "Earlier texts"),
    "quotations": (without_quotations, "Posts"),
    "links of quotations": (without("Quotations"), "Quotations"),
    "drafts": (without("Drafts"), "Drafts"),
    "rows of files": (without("Files"), "Files"),
    "bytes of files": (without_bytes, "Bytes of files"),
    "index": (without_the_index, "Words of the index"),
    "entries": (without_entries, "Words of the index"),
    "words of the index": (without_words_of_the_index, "Words of the index"),
    "reactions": (without("Reactions"), "Reactions"),
    "mentions": (without_mentions, "Mentions"),
    "bookmarks": (without("Bookmarks"), "Bookmarks"),
    "notices": (without("Notices"), "Notices"),
    "letters": (without("Letters that wait"), "Letters that wait"),
    "reasons of reports": (without("Reasons of reports"), "Reasons of reports"),
    "appeals": (without("Appeals"), "Appeals"),
    "findings": (without("Findings"), "Findings"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_not_cleared_is_counted(world, ann, dan, monkeypatch, fault):
    skip, store = FAULTS[fault]
    before = remains.carried(world, dan)
    skip(monkeypatch)
    decision = commands.purge(actor_id=ann.id, post_id=before.post.id, ground="patient")
    assert remains.left(decision)[store] > 0


def test_no_store_is_left_out():
    assert set(stores.STEPS) <= {store for _, store in FAULTS.values()}


def test_an_entry_that_was_left_is_counted(world, ann, dan):
    before = remains.carried(world, dan)
    commands.purge(actor_id=ann.id, post_id=before.post.id, ground="patient")
    assert indexed.entries_left(db.session.get_one(stores.Post, before.post.id), []) == 0, "control"
    db.session.execute(
        sa.update(SearchEntry)
        .where(SearchEntry.post_id == before.post.id)
        .values(words=Lexemes.of(body=remains.TEXT))
    )
    assert indexed.entries_left(db.session.get_one(stores.Post, before.post.id), []) == 1
    assert indexed.words_left(Traces.of(["Two nobodies"])) == 0, "control"
    db.session.add(SearchWord(word="nobodies", stem="nobodi", count=1))
    db.session.flush()
    assert indexed.words_left(Traces.of(["Two nobodies"])) == 1


def test_bytes_are_counted_while_they_are_there(world):
    kept, gone = "a" * 32, "b" * 32
    storage.store().put(kept, io.BytesIO(b"x"))
    assert proving._bytes_left([kept, gone]) == 1
    storage.store().remove(kept)
    assert proving._bytes_left([kept, gone]) == 0


@pytest.mark.logs_errors
def test_a_file_that_can_not_be_asked_for_counts_as_left(world, monkeypatch):
    def fail(_store: object, _name: str) -> None:
        raise OSError

    gone = "b" * 32
    monkeypatch.setattr(type(storage.store()), "open", fail)
    assert proving._bytes_left([gone]) == 2, "it and its thumbnail"


@pytest.mark.logs_errors
def test_a_count_that_fails_leaves_the_removal(world, ann, dan, monkeypatch):
    def fail(*_: object) -> None:
        raise OSError

    before = remains.carried(world, dan)
    monkeypatch.setattr(proving, "texts_with", fail)
    decision = commands.purge(actor_id=ann.id, post_id=before.post.id, ground="patient")
    assert remains.left(decision) == {}
    assert remains.tables_with(remains.CANARY) == set()


@pytest.mark.logs_errors
def test_bytes_that_could_not_be_removed_are_counted_and_swept(world, ann, dan, monkeypatch):
    def fail(_store: object, _name: str) -> None:
        raise OSError

    before = remains.carried(world, dan)
    with monkeypatch.context() as patched:
        patched.setattr(type(storage.store()), "remove", fail)
        decision = commands.purge(actor_id=ann.id, post_id=before.post.id, ground="patient")
    assert remains.left(decision)["Bytes of files"] == 3, "a file, a picture and its thumbnail"
    assert len(remains.kept(before.stored)) == 3
    with clock.at(datetime.now(UTC) + timedelta(days=2)):
        forum.sweep_attachments.body()
    assert remains.kept(before.stored) == set()
