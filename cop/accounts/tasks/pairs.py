"""Letters about the days of pairs: it is time to look again. Nothing of what anybody wrote stands in them."""

import sqlalchemy as sa

from cop import policy
from cop.accounts.tasks.contents import Contents, active, in_a_line
from cop.db import session
from cop.models import Commitment, Intention, Letter, Pair, Person


def review(letter: Letter) -> Contents | None:
    """Nothing for who is no half, or no sponsor, of the pair any more, nor once it was looked at."""
    person = active(Person.id == letter.person_id)
    if person is None:
        return None
    return _of_commitment(letter, person) if letter.commitment_id is not None else _of_update(letter, person)


def _of_update(letter: Letter, person: Person) -> Contents | None:
    intention = session.get(Intention, letter.intention_id)
    if intention is None or intention.closed_at is not None or intention.reminded_of != intention.review_on:
        return None
    if not policy.is_half(policy.load_actor(person.id), intention.pair):
        return None
    words = {"is_commitment": False, "intention_id": intention.id, "pair": _pair(intention.pair)}
    return Contents(person.email, "It is time to look at your intention again", words)


def _of_commitment(letter: Letter, person: Person) -> Contents | None:
    commitment = session.get(Commitment, letter.commitment_id)
    if commitment is None or not policy.is_sponsor(policy.load_actor(person.id), commitment.pair):
        return None
    newest = sa.select(sa.func.max(Commitment.id)).where(Commitment.pair_id == commitment.pair_id)
    if session.scalar(newest) != commitment.id:
        return None
    words = {"is_commitment": True, "slug": commitment.pair.space.slug, "pair": _pair(commitment.pair)}
    return Contents(person.email, "It is time to look at your commitment again", words)


def _pair(pair: Pair) -> str:
    return in_a_line(pair.organisation.name)
