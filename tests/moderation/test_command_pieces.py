"""Reports of what is written with intentions: a moderator of the network reads it, takes it, mends it, or leaves it."""

import pytest

from cop import db, policy
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.intentions import commands as intentions
from cop.intentions import queries
from cop.keeping import commands as keeping
from cop.models import (
    Decision,
    Encouragement,
    Offer,
    Piece,
    PieceKind,
    ProgressUpdate,
    Report,
    Review,
    State,
    Verdict,
)
from cop.moderation import commands
from cop.moderation.queries import about_me, queue
from cop.policy import load_actor
from tests.intentions.pairs import STATEMENT, a_shared, again, draft
from tests.intentions.test_command_sponsoring import a_sponsor, encourage, show
from tests.intentions.test_command_updates import write
from tests.people import a_steward, key


def report(person, kind, *numbers, category="unkind"):
    return commands.report_piece(
        actor_id=person.id, kind=PieceKind(kind), key=numbers, category=category, reason="Look"
    )


def waiting(person) -> list[Review]:
    return list(queue(load_actor(person.id)).rows)


def state() -> State:
    db.session.expire_all()
    return db.session.query(Piece).one().state


@pytest.fixture
def intention(world):
    return a_shared(world)


def reads(person, intention) -> bool:
    return bool(queries.intentions(load_actor(person.id), queries.Filters()).rows)


def test_c16_an_intention_is_reported_and_taken_from_others(world, ann, mallory, intention):
    report(mallory, "wording", intention.id, 1)
    assert report(mallory, "wording", intention.id, 1).id == db.session.query(Report).one().id, "a repeat"
    [review] = waiting(world.staff)
    assert STATEMENT in review.piece.text
    assert reads(mallory, intention), "control: one report hides nothing"
    commands.hide_reviewed(actor_id=world.staff.id, review_id=review.id, ground="unkind")
    assert not reads(mallory, intention)
    with pytest.raises(NotFound):
        report(mallory, "wording", intention.id, 1)
    assert [each.verdict for each in about_me(load_actor(ann.id)).rows] == [Verdict.HIDE]
    assert again(intention).newest.is_taken, "the pair reads it, and that it was taken"


def test_what_names_a_patient_is_hidden_at_once_and_put_back(world, ann, mallory, intention):
    report(mallory, "wording", intention.id, 1, category="patient")
    assert state() is State.HIDDEN
    [review] = waiting(world.staff)
    commands.dismiss(actor_id=world.staff.id, review_id=review.id)
    assert reads(mallory, intention)


def test_an_appeal_is_decided_by_another_and_brings_it_back(world, ann, bob, mallory, intention):
    other = a_steward()
    report(mallory, "wording", intention.id, 1)
    [review] = waiting(other)
    hidden = commands.hide_reviewed(actor_id=other.id, review_id=review.id, ground="unkind")
    commands.appeal(actor_id=ann.id, decision_id=hidden.id, plea="It is what we want")
    [appeal] = waiting(world.staff)
    commands.overturn(actor_id=world.staff.id, review_id=appeal.id, reason="It is")
    assert state() is State.RELEASED


def test_a_decision_is_undone(world, mallory, intention):
    report(mallory, "wording", intention.id, 1)
    [review] = waiting(world.staff)
    hidden = commands.hide_reviewed(actor_id=world.staff.id, review_id=review.id, ground="unkind")
    commands.undo(actor_id=world.staff.id, decision_id=hidden.id)
    assert state() is State.RELEASED
    assert len(waiting(world.staff)) == 1, "it waits again"


def test_words_are_taken_out_of_an_update(world, ann, mallory, intention):
    update = write(ann, intention)
    report(mallory, "update", update.id)
    [review] = waiting(world.staff)
    word = update.organisation.split()[0]
    commands.redact_reviewed(actor_id=world.staff.id, review_id=review.id, words=word, ground="confidence")
    [said] = queries.updates(load_actor(mallory.id), again(intention))
    assert word not in said.organisation
    assert "taken out" in said.organisation


def test_an_update_is_removed_for_good(world, ann, mallory, intention):
    update = write(ann, intention)
    report(mallory, "update", update.id, category="patient")
    [review] = waiting(world.staff)
    commands.purge_reviewed(actor_id=world.staff.id, review_id=review.id, ground="patient")
    assert queries.updates(load_actor(mallory.id), again(intention)) == []
    [kept] = queries.updates(load_actor(ann.id), again(intention))
    assert kept.texts == ["Removed for good by a moderator."] * 2


def test_nothing_under_a_legal_hold_is_removed(world, ann, mallory, intention):
    report(mallory, "wording", intention.id, 1)
    review_id, space_id = waiting(world.staff)[0].id, again(intention).pair.space_id
    keeping.place_hold(actor_id=world.staff.id, space_id=space_id, reference="FOI 1", reason="A request")
    with pytest.raises(Conflict):
        commands.purge_reviewed(actor_id=world.staff.id, review_id=review_id, ground="patient")


def test_an_offer_that_is_hidden_is_read_by_whoever_made_it_alone(world, ann, mallory, intention):
    made = intentions.offer_help(actor_id=mallory.id, intention_id=intention.id, text="Help", key=key())
    report(ann, "offer", made.id, category="patient")

    def read(person) -> int:
        return len(queries.offers(load_actor(person.id), again(intention)))

    assert (read(mallory), read(ann)) == (1, 0)
    intentions.take_back_offer(actor_id=mallory.id, offer_id=made.id)
    assert db.session.query(Offer).count() == 0
    assert state() is State.REMOVED
    [review] = waiting(world.staff)
    commands.dismiss(actor_id=world.staff.id, review_id=review.id)


def test_what_a_sponsor_says_is_taken_from_the_pair(world, ann, bob, mallory, intention):
    sponsor = a_sponsor(world.ann.organisation_id)
    show(ann, intention)
    encourage(sponsor, intention)
    with pytest.raises(NotFound):
        report(mallory, "encouragement", intention.id, sponsor.id)
    report(bob, "encouragement", intention.id, sponsor.id, category="patient")
    assert queries.encouragements(load_actor(ann.id), again(intention)) == []
    with pytest.raises(Conflict):
        encourage(sponsor, intention, "Again")
    intentions.take_back_encouragement(actor_id=sponsor.id, intention_id=intention.id)
    encourage(sponsor, intention, "Once more")
    assert [each.is_taken for each in db.session.query(Encouragement)] == [False]


def test_a_draft_and_a_strangers_key_are_not_there(world, ann, mallory, intention):
    draft(ann, again(intention).pair, "Not shared", seen=1)
    for numbers in ((intention.id, 2), (intention.id,), (0, 1), (intention.id, 1, 1)):
        with pytest.raises(NotFound):
            report(mallory, "wording", *numbers)
    with pytest.raises(Forbidden):
        report(ann, "wording", intention.id, 1)
    with pytest.raises(Invalid):
        report(mallory, "wording", intention.id, 1, category="dull")
    assert db.session.query(Piece).count() == 0, "nothing is begun for what is refused"
    assert db.session.query(Decision).filter_by(verdict=Verdict.HIDE_REPORTED).count() == 0


def test_what_was_taken_is_read_by_those_who_wrote_it(world, ann, bob, mallory, intention):
    update = write(ann, intention)
    offer = intentions.offer_help(actor_id=mallory.id, intention_id=intention.id, text="Help", key=key())
    for kind, made, reporter in (("update", update, mallory), ("offer", offer, ann)):
        report(reporter, kind, made.id, category="patient")
    update, offer = db.session.query(ProgressUpdate).one(), db.session.query(Offer).one()
    read_update = [policy.can_read_written(load_actor(each.id), update) for each in (ann, bob, mallory)]
    assert read_update == [True, True, False]
    assert [policy.can_read_offer(load_actor(each.id), offer) for each in (ann, mallory)] == [False, True]
