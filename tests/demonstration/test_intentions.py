"""What pairs of the demonstration go for, and what sponsors have undertaken (domain.md 6.3 and 6.5), counted."""

from collections import Counter
from itertools import groupby

import pytest
import sqlalchemy as sa

from cop import db
from cop.demonstration import story
from cop.models import (
    Appointment,
    AppointmentRole,
    Commitment,
    Indicator,
    IndicatorKind,
    IndicatorValue,
    Intention,
    IntentionStatus,
    KeyRelationship,
    Offer,
    Pair,
    ProgressUpdate,
    Theme,
    Wording,
)
from tests.demonstration.counting import count

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.usefixtures("_bound")]


def of_status(status: IntentionStatus) -> int:
    return count(Intention.status == status, of=Intention)


def test_b14_each_of_64_organisations_has_a_pair_and_each_pair_an_intention() -> None:
    assert count(of=Pair) == count(of=Intention) == 64
    assert len(set(db.session.scalars(sa.select(Pair.organisation_id)))) == 64
    assert len(set(db.session.scalars(sa.select(Wording.statement)))) == 64


def test_b16_they_stand_as_intentions_stand() -> None:
    stand = {each: of_status(each) for each in IntentionStatus}
    assert stand == {
        IntentionStatus.DRAFT: 8,
        IntentionStatus.SHARED: 0,
        IntentionStatus.IN_PROGRESS: 30,
        IntentionStatus.ACHIEVED: 16,
        IntentionStatus.REVISED: 7,
        IntentionStatus.STOPPED: 3,
    }
    assert count(Intention.shown == 0, of=Intention) == 8, "what is a draft is read by its pair alone"
    assert count(Wording.shared_at.is_(None), of=Wording) == 8
    assert set(db.session.scalars(sa.select(Wording.theme))) == set(Theme)


def test_b32_they_are_counted_by_all_kinds_of_indicators() -> None:
    kinds = Counter(db.session.scalars(sa.select(Indicator.kind)))
    assert set(kinds) == set(IndicatorKind)
    values = Counter(db.session.scalars(sa.select(IndicatorValue.indicator_id)))
    assert len(values) == kinds.total()
    assert all(2 <= each <= 6 for each in values.values())
    assert count(IndicatorValue.day > story.AS_OF.date(), of=IndicatorValue) == 0


def test_b17_b22_pairs_have_looked_back_and_name_whom_they_rest_on() -> None:
    assert count(of=ProgressUpdate) > 100
    assert count(ProgressUpdate.written_at > story.AS_OF, of=ProgressUpdate) == 0
    assert count(of=KeyRelationship) > 60
    assert count(Offer.was_accepted, of=Offer) >= 5
    assert count(Offer.answered_at.is_(None), of=Offer) >= 5


def test_b28_twenty_sponsors_have_undertaken_something_and_five_are_to_look_at_it_again() -> None:
    assert count(of=Commitment) == 64
    made = db.session.scalars(sa.select(Commitment).order_by(Commitment.pair_id, Commitment.made_at)).all()
    newest = [list(each)[-1] for _, each in groupby(made, key=lambda each: each.pair_id)]
    assert len(newest) == len({each.person_id for each in made}) == 20
    assert sum(each.review_on < story.AS_OF.date() for each in newest) == 5
    holding = (Appointment.role == AppointmentRole.SPONSOR, Appointment.organisation_id.is_not(None))
    assert count(*holding, of=Appointment) == 20
    assert count(Intention.for_sponsor, Intention.shown == 0, of=Intention) == 0
