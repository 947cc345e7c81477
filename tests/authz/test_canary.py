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
from cop.models import (
    Application,
    ApplicationState,
    ForumDraft,
    Ground,
    Letter,
    LetterKind,
    PostRevision,
    Report,
    Review,
    ReviewKind,
    RoomDraft,
    TopicState,
    Verdict,
)
from cop.search import tasks as index
from cop.shell import searching
from tests import people
from tests.authz.canaries import READERS, Canaries, decide
from tests.authz.canary_files import put_files
from tests.authz.canary_lines import put_conversations, put_lines
from tests.authz.canary_notices import put_notices
from tests.authz.canary_polls import put_polls
from tests.authz.canary_posts import put_carrying_posts
from tests.authz.outlets import everything_shown, mistyped, words_of
from tests.authz.stage import STANDINGS, Stage, browser, set_stage
from tests.authz.things import put_things
from tests.conftest import NOON
from tests.databases import rolled_back

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
            canaries = _hatch_all(stage)
            with clock.at(NOON + timedelta(minutes=1)):  # words are counted once their entries have settled
                index.catch_up.body()
        unhurried.setattr(searching, "searches", Allowances(10_000, a_second=0))
        yield stage, canaries, connection
    app.extensions.pop("is_demonstration", None)


@db.command
def _hatch_all(stage: Stage) -> Canaries:
    canaries = Canaries()
    db.session.add_all([stage.network, stage.cohort, stage.another, stage.set_a, *stage.people.values()])
    topic = people.put_topic(stage.cohort, stage.people["member"], canaries.hatch("title", *READERS))
    ids = canaries.ids = {name: [value] for name, value in stage.ids.items()}
    ids["topic_id"].append(topic.id)
    people.put_post(topic, stage.people["member"], canaries.hatch("released", *READERS))
    ids["post_id"].extend(_posts(stage, canaries, topic))
    ids["message_id"] += put_lines(stage, canaries)
    _in_the_set(stage, canaries)
    put_files(stage, canaries)
    put_carrying_posts(stage, canaries)
    put_polls(stage, canaries)
    put_conversations(stage, canaries)
    ids["review_id"] += [review_id for (review_id,) in db.session.query(Review.id)]
    ids["slug"] += [stage.another.slug, stage.set_a.slug, stage.network.slug]
    ids["person_id"] += [person.id for person in stage.people.values()]
    _application(stage, canaries)
    _private_sides(stage, canaries)
    put_notices(stage, canaries)
    return canaries


def _posts(stage: Stage, canaries: Canaries, topic) -> Iterator[int]:
    member, newcomer, moderator = (stage.people[name] for name in ("member", "newcomer", "moderator"))
    held = people.put_post(topic, newcomer, canaries.hatch("held", "newcomer", "moderator"), held=True)
    Review.open_for(held, ReviewKind.HELD)
    yield held.id

    declined = people.put_post(
        topic, newcomer, canaries.hatch("declined", "newcomer", "moderator"), held=True
    )
    review = Review.open_for(declined, ReviewKind.HELD)
    declined.decline()
    reason = canaries.hatch("reason", "newcomer", "moderator")
    review.decide(decide(stage, Verdict.DECLINE, reason, post_id=declined.id, person_id=newcomer.id))
    yield declined.id

    hidden = people.put_post(topic, member, canaries.hatch("hidden", "member", "moderator"))
    hidden.hide()
    reason = canaries.hatch("hiding", "member", "moderator")
    decide(stage, Verdict.HIDE, reason, post_id=hidden.id, person_id=member.id)
    yield hidden.id

    removed = people.put_post(topic, member, canaries.hatch("removed"))
    removed.remove()
    yield removed.id

    edited = people.put_post(topic, member, canaries.hatch("now", *READERS))
    db.session.add(
        PostRevision(
            post_id=edited.id, number=0, text=canaries.hatch("before", "member", "moderator"), editor=member
        )
    )
    yield edited.id

    reported = people.put_post(topic, member, "reported")
    report = Review.open_for(reported, ReviewKind.REPORT)
    why = canaries.hatch("report", "moderator")
    report.reports.append(Report(reporter_id=newcomer.id, category=Ground.OTHER, reason=why))
    assert moderator
    yield reported.id

    lost = people.put_topic(stage.cohort, newcomer, canaries.hatch("heldtitle", "newcomer", "moderator"))
    opening = people.put_post(lost, newcomer, canaries.hatch("opening", "newcomer", "moderator"), held=True)
    assert lost.state is TopicState.HELD
    canaries.ids["topic_id"].append(lost.id)
    yield opening.id


def _in_the_set(stage: Stage, canaries: Canaries) -> None:
    """A set that nobody of the cast belongs to but its own two."""
    insider = people.add_person("insider")
    people.join(insider, stage.set_a)
    topic = people.put_topic(stage.set_a, insider, canaries.hatch("settitle"))
    post = people.put_post(topic, insider, canaries.hatch("setpost"))
    message = people.put_message(stage.set_a, insider, canaries.hatch("setline"))
    canaries.ids["topic_id"].append(topic.id)
    canaries.ids["post_id"].append(post.id)
    canaries.ids["message_id"].append(message.id)


def _application(stage: Stage, canaries: Canaries) -> None:
    """Who applies is known to nobody but who decides about it."""
    application = db.get(Application, int(stage.ids["application_id"]))
    application.state = ApplicationState.WAITING
    for column in ("name", "elsewhere", "statement", "question", "answer"):
        setattr(application, column, canaries.hatch(f"applied{column}", "moderator"))
    application.email = f"{canaries.hatch('appliedemail', 'moderator')}@example.org"
    decide(
        stage, Verdict.ASK, canaries.hatch("appliedask", "moderator"), review_id=_review_of(application).id
    )


def _review_of(application: Application) -> Review:
    review = Review.of(application, ReviewKind.APPLICATION)
    assert review is not None
    return review


def _private_sides(stage: Stage, canaries: Canaries) -> None:
    shy = people.add_person("shy")
    people.join(shy, stage.cohort)
    shy.about, shy.shares_about = canaries.hatch("about"), False
    shy.email = f"{canaries.hatch('email')}@example.org"
    canaries.ids["person_id"].append(shy.id)
    decision = decide(
        stage, Verdict.SUSPEND, canaries.hatch("suspension", "moderator", "staff"), person_id=shy.id
    )
    Letter.write(LetterKind.DECISION, address=shy.email, person_id=shy.id, decision_id=decision.id)
    canaries.ids["decision_id"].append(decision.id)
    _drafts(stage, canaries)


def _drafts(stage: Stage, canaries: Canaries) -> None:
    """In a room, of a topic and of a reply, each of two people; and of an edit, which has one author alone."""
    for standing in ("newcomer", "moderator"):
        draft = RoomDraft(person_id=stage.people[standing].id, space_id=stage.cohort.id)
        draft.text = canaries.hatch(f"draft{standing}", standing)
        db.session.add(draft)
        _begin(canaries, stage, standing, "newtopic", space_id=stage.cohort.id)
        _begin(canaries, stage, standing, "reply", topic_id=canaries.ids["topic_id"][1])
    _begin(canaries, stage, "member", "edit", post_id=canaries.ids["post_id"][0])
    _begin(canaries, stage, "former", "left", standings=(), space_id=stage.cohort.id)


def _begin(
    canaries: Canaries,
    stage: Stage,
    standing: str,
    name: str,
    standings: tuple[str, ...] | None = None,
    **sheet: int,
) -> None:
    may = (standing,) if standings is None else standings
    words, title = (canaries.hatch(f"{part}{name}{standing}", *may) for part in ("begun", "titled"))
    draft = ForumDraft(person_id=stage.people[standing].id, text=words, title=title, **sheet)
    db.session.add(draft)


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
