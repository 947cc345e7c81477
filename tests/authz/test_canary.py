"""The canary oracle: every private thing carries a word of its own, and everybody walks through every outlet.

Nobody may find a word that is not for them, in any page, header, error, ack or push; whoever it is for must find it,
so that the walk can't pass by walking nowhere (S8, S9, S35, S40).
"""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.engine import Connection, Engine

from cop import clock, db
from cop.allowances import Allowances
from cop.logs import JsonLine
from cop.search import tasks as index
from cop.shell import searching
from tests.authz.canaries import Canaries
from tests.authz.canaries_all import hatch_all
from tests.authz.outlets import everything_shown, mistyped, words_of
from tests.authz.stage import STANDINGS, Stage, browser, set_stage, undone
from tests.authz.things import put_things
from tests.conftest import NOON
from tests.databases import rolled_back
from tests.exports.copies import copy_of

WALKERS = ["anonymous", "deactivated", *(name for name in STANDINGS if name != "invited")]
"""The others hold a secret beside, of which policy.yaml tells, and stand elsewhere as one of these does."""

pytestmark = [pytest.mark.walk, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def walk(app: Flask, postgresql: Engine) -> Iterator[tuple[Stage, Canaries, Connection]]:
    """The stage with every canary on it, for all who walk: what each of them does is undone. Nobody listens while it is
    set, so nothing is told AFTER: rows that were put there half loaded would be read on by the session that put them,
    in a savepoint within that of AFTER's own, with which it ends.
    """
    with clock.at(NOON), rolled_back(postgresql) as connection, pytest.MonkeyPatch.context() as unhurried:
        app.extensions.pop("is_demonstration", None)
        with pytest.MonkeyPatch.context() as unheard:
            unheard.setattr(db, "_after", {})
            stage = set_stage()
            put_things(stage)
            canaries = hatch_all(stage)
            with clock.at(NOON + timedelta(minutes=1)):  # words are counted once their entries have settled
                index.catch_up.body()
        unhurried.setattr(searching, "searches", Allowances(10_000, a_second=0))
        yield stage, canaries, connection
    app.extensions.pop("is_demonstration", None)


@pytest.mark.parametrize("standing", WALKERS)
def test_nobody_finds_what_is_not_for_them(
    app: Flask, walk: tuple[Stage, Canaries, Connection], standing: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor does anybody in the log, who reads what machines keep of all that."""
    stage, canaries, connection = walk
    with caplog.at_level(logging.DEBUG, logger="cop"):
        found = "".join(everything_shown(app, stage, canaries, connection, standing))
    may = {word for word, standings in canaries.allowed.items() if standing in standings}
    assert {word for word in canaries.allowed if word in found} - may == set()
    assert {word for word in may if word not in found} == set()
    written = "\n".join(
        JsonLine().format(record) for record in caplog.records if record.name.startswith("cop")
    )
    assert "request" in written
    assert "canary" not in written


def test_search_leads_to_what_polls_say(app: Flask, walk: tuple[Stage, Canaries, Connection]) -> None:
    """That nobody finds what is not for them is walked above: here it is shown that there was something to find, by
    each word as it is and mistyped.
    """
    stage, _, _ = walk
    words = [f"canary{name}zz" for name in ("asked", "option", "outcome", "questionapart", "answerwaits")]
    client = browser(app, stage, "member")
    for typed in (words, map(mistyped, words)):
        asked = [f"/search?q={word}" for word in typed]
        pages = [words_of(client.get(path, headers={"HX-Request": "true"}), path) for path in asked]
        assert [word in page for word, page in zip(words, pages, strict=True)] == [True] * 3 + [False] * 2


def test_search_leads_to_what_files_are_called(app: Flask, walk: tuple[Stage, Canaries, Connection]) -> None:
    """By their names, mistyped too, for who may read their posts."""
    stage, _, _ = walk
    client = browser(app, stage, "member")
    for named in ("released", "held", "unposted", "set"):
        word = f"canaryfilename{named}zz"
        for typed in (word, mistyped(word)):
            page = words_of(client.get(f"/search?q={typed}", headers={"HX-Request": "true"}), typed)
            assert (word in page) == (named == "released"), typed


IN_A_COPY_ALONE = {
    "former": "begunleftformer titledleftformer",
    "newcomer": "directremoved report questionapart answerapart cametoapart",
    "member": "removed removedline removedtitle filenameremoved filecontentremoved takennow takenbefore directwhy "
    "keptapart keptwords",
}
"""Their own words that no page shows them: taken back, said to moderators alone, or where they do not belong."""

WRITTEN_BY_MEMBER = (
    "released said now pinned hidden hiddenline linenow linebefore filecontentreleased asked outcome"
)
"""Others read some of it on pages, and moderators all."""


@pytest.mark.parametrize("standing", STANDINGS)
def test_a_copy_of_my_data_says_all_that_i_wrote_and_nothing_that_others_did(
    walk: tuple[Stage, Canaries, Connection], standing: str
) -> None:
    """But for the titles of topics in which something of theirs stands (S25)."""
    stage, canaries, connection = walk
    with undone(connection):
        words = copy_of(stage.people[standing]).all
    found = {word for word in canaries.allowed if word in words}
    may = {word for word, standings in canaries.allowed.items() if standing in standings}
    assert found - may == _canaries(IN_A_COPY_ALONE.get(standing, ""))
    assert found & _canaries(WRITTEN_BY_MEMBER) == (
        _canaries(WRITTEN_BY_MEMBER) if standing == "member" else set()
    )


def _canaries(names: str) -> set[str]:
    return {f"canary{name}zz" for name in names.split()}
