"""The canary oracle: every private thing carries a word of its own, and everybody walks through every outlet.

Nobody may find a word that is not for them, in any page, header, error, ack or push; whoever it is for must find it,
so that the walk can't pass by walking nowhere (S8, S9, S35, S40).
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy.engine import Connection, Engine
from werkzeug.test import TestResponse

from cop import db
from cop.logs import JsonLine
from cop.models import (
    Appointment,
    AppointmentRole,
    Block,
    Conversation,
    Decision,
    Letter,
    LetterKind,
    Message,
    PostRevision,
    Report,
    Review,
    ReviewKind,
    RoomDraft,
    State,
    Topic,
    TopicSource,
    TopicState,
    Verdict,
)
from tests import people
from tests.policy.outlets import acks, addresses, refusals
from tests.policy.stage import STANDINGS, Stage, browser, set_stage, undone

READERS = {"newcomer", "member", "facilitator", "moderator", "staff"}


@dataclass
class Canaries:
    """`allowed`: word -> standings that may find it; `ids`: every id there is, by the name of its variable."""

    allowed: dict[str, set[str]] = field(default_factory=dict)
    ids: dict[str, list[int | str]] = field(default_factory=dict)

    def hatch(self, name: str, *standings: str) -> str:
        word = f"canary{name}zz"
        self.allowed[word] = set(standings)
        return word


@pytest.fixture
def walk(app: Flask, postgresql: Engine) -> Iterator[tuple[Stage, Canaries, Connection]]:
    with postgresql.connect() as connection:
        outer = connection.begin()
        db.bind(connection)
        app.extensions.pop("is_demonstration", None)
        stage = set_stage()
        yield stage, _hatch_all(stage), connection
        db.session.remove()
        outer.rollback()
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
    ids["message_id"] += _messages(stage, canaries)
    _in_the_set(stage, canaries)
    _in_a_conversation(stage, canaries)
    ids["review_id"] += [review_id for (review_id,) in db.session.query(Review.id)]
    ids["slug"] += [stage.another.slug, stage.set_a.slug, stage.network.slug]
    ids["person_id"] += [person.id for person in stage.people.values()]
    _private_sides(stage, canaries)
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
    review.decide(_decision(stage, Verdict.DECLINE, reason, post_id=declined.id, person_id=newcomer.id))
    yield declined.id

    hidden = people.put_post(topic, member, canaries.hatch("hidden", "member", "moderator"))
    hidden.hide()
    reason = canaries.hatch("hiding", "moderator")
    _decision(stage, Verdict.HIDE, reason, post_id=hidden.id, person_id=member.id)
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
    report.reports.append(Report(reporter_id=newcomer.id, category="other", reason=why))
    assert moderator
    yield reported.id

    lost = people.put_topic(stage.cohort, newcomer, canaries.hatch("heldtitle", "newcomer", "moderator"))
    opening = people.put_post(lost, newcomer, canaries.hatch("opening", "newcomer", "moderator"), held=True)
    assert lost.state is TopicState.HELD
    canaries.ids["topic_id"].append(lost.id)
    yield opening.id


def _messages(stage: Stage, canaries: Canaries) -> list[int]:
    member, newcomer = stage.people["member"], stage.people["newcomer"]
    said = people.put_message(stage.cohort, member, canaries.hatch("said", *READERS))
    held = people.put_message(
        stage.cohort, newcomer, canaries.hatch("heldline", "newcomer", "moderator"), held=True
    )
    removed = people.put_message(stage.cohort, member, canaries.hatch("removedline"))
    removed.remove()
    hidden = people.put_message(stage.cohort, member, canaries.hatch("hiddenline", "member", "moderator"))
    hidden.hide()
    answer = people.put_message(stage.cohort, newcomer, canaries.hatch("answer", *READERS))
    answer.reply_to = removed
    waiting = db.get(Topic, int(canaries.ids["topic_id"][-1]))
    assert waiting.state is TopicState.HELD
    db.session.add(TopicSource(topic=waiting, message=said))
    assert held.state is State.HELD
    steered = _looked_after(stage, canaries)
    return [said.id, held.id, removed.id, hidden.id, answer.id, *steered]


def _looked_after(stage: Stage, canaries: Canaries) -> list[int]:
    """One that is pinned, one that was edited, one that was taken back after an edit, one that is no longer kept."""
    member, newcomer = stage.people["member"], stage.people["newcomer"]
    pinned = people.put_message(stage.cohort, member, canaries.hatch("pinned", *READERS))
    pinned.pin(by_id=member.id)
    edited = people.put_message(stage.cohort, member, canaries.hatch("linebefore", "member", "moderator"))
    _let_say(edited, canaries.hatch("linenow", *READERS))
    taken = people.put_message(stage.cohort, member, canaries.hatch("takenbefore"))
    _let_say(taken, canaries.hatch("takennow"))
    taken.remove()
    expired = people.put_message(stage.cohort, member, canaries.hatch("expiredbefore"))
    _let_say(expired, canaries.hatch("expirednow"))
    expired.pin(by_id=member.id)
    expired.mark(person_id=newcomer.id, word="agree", on=True)
    people.put_message(stage.cohort, newcomer, "An answer to it").reply_to = expired
    report = Review.open_for(expired, ReviewKind.REPORT)
    report.decide(_decision(stage, Verdict.DISMISS, "", message_id=expired.id, person_id=member.id))
    expired.expire()
    wiped = people.put_message(stage.cohort, member, canaries.hatch("hiddenexpired"))
    wiped.hide()
    wiped.expire()
    return [pinned.id, edited.id, taken.id, expired.id, wiped.id]


def _let_say(message: Message, words: str) -> None:
    said = {"text": words, "html": f"<p>{words}</p>", "renderer": 1}
    message.revise(**said, editor_id=message.author_id, seen_changed=message.changed)


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


def _in_a_conversation(stage: Stage, canaries: Canaries) -> None:
    """A conversation of two of the cast, beside which everybody else stands; and one of two outside it."""
    member, newcomer = stage.people["member"], stage.people["newcomer"]
    shared = Conversation.begin(member.id, [member.id, newcomer.id])
    said = people.put_message(shared, member, canaries.hatch("direct", "member", "newcomer"))
    removed = people.put_message(shared, newcomer, canaries.hatch("directremoved"))
    removed.remove()
    reported = people.put_message(
        shared, newcomer, canaries.hatch("directreported", "member", "newcomer", "steward")
    )
    report = Review.open_for(reported, ReviewKind.REPORT, is_escalated=True)
    why = canaries.hatch("directwhy", "steward")
    report.reports.append(Report(reporter_id=member.id, category="other", reason=why))

    stage.people["steward"] = steward = people.add_person("steward")
    db.session.add(Appointment(person_id=steward.id, role=AppointmentRole.STEWARD))
    others = [people.add_person(name) for name in ("whisperer", "listener")]
    apart = Conversation.begin(others[0].id, [each.id for each in others])
    elsewhere = people.put_message(apart, others[0], canaries.hatch("directelsewhere"))
    db.session.add(Block(blocker_id=newcomer.id, blocked_id=stage.people["moderator"].id))
    canaries.ids["slug"] += [shared.slug, apart.slug]
    canaries.ids["message_id"] += [said.id, removed.id, reported.id, elsewhere.id]


def _private_sides(stage: Stage, canaries: Canaries) -> None:
    shy = people.add_person("shy")
    people.join(shy, stage.cohort)
    shy.about, shy.shares_about = canaries.hatch("about"), False
    shy.email = f"{canaries.hatch('email')}@example.org"
    canaries.ids["person_id"].append(shy.id)
    decision = _decision(
        stage, Verdict.SUSPEND, canaries.hatch("suspension", "moderator", "staff"), person_id=shy.id
    )
    Letter.write(LetterKind.DECISION, address=shy.email, person_id=shy.id, decision_id=decision.id)
    canaries.ids["decision_id"].append(decision.id)
    for standing in ("newcomer", "moderator"):
        draft = RoomDraft(person_id=stage.people[standing].id, space_id=stage.cohort.id)
        draft.text = canaries.hatch(f"draft{standing}", standing)
        db.session.add(draft)


def _decision(stage: Stage, verdict: Verdict, reason: str, **about: int) -> Decision:
    return Decision.log(
        verdict, space_id=stage.cohort.id, actor_id=stage.people["moderator"].id, reason=reason, **about
    )


@pytest.mark.parametrize("standing", ["anonymous", *STANDINGS, "steward"])
def test_nobody_finds_what_is_not_for_them(
    app: Flask, walk: tuple[Stage, Canaries, Connection], standing: str
) -> None:
    stage, canaries, connection = walk
    found = "".join(_outlets(app, stage, canaries, connection, standing))
    may = {word for word, standings in canaries.allowed.items() if standing in standings}
    assert {word for word in canaries.allowed if word in found} - may == set()
    assert {word for word in may if word not in found} == set()


def _outlets(app, stage, canaries, connection, standing: str) -> Iterator[str]:
    for path in addresses(app, canaries.ids):
        with undone(connection):
            client = browser(app, stage, standing)
            response = client.get(path, buffered=True)
            yield _words_of(response, path)
    if standing == "anonymous":
        return
    for path, form in refusals(canaries.ids):
        with undone(connection):
            client = browser(app, stage, standing)
            response = people.post(client, path, form)
            yield _words_of(response, path)
    with undone(connection):
        yield from acks(app, browser(app, stage, standing), canaries.ids)


def _words_of(response: TestResponse, path: str) -> str:
    assert response.status_code < 500, path
    return response.get_data(as_text=True) + str(response.headers)


def test_logs_quote_nobody(
    app: Flask, walk: tuple[Stage, Canaries, Connection], caplog: pytest.LogCaptureFixture
) -> None:
    stage, canaries, connection = walk
    with caplog.at_level(logging.DEBUG):
        for _ in _outlets(app, stage, canaries, connection, "moderator"):
            pass
    written = "\n".join(
        JsonLine().format(record) for record in caplog.records if record.name.startswith("cop")
    )
    assert "request" in written
    assert "canary" not in written
