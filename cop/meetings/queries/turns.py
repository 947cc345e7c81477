"""Whose turn it is to host and to facilitate the next meeting of a set, by its rotas and by who has done it."""

from collections.abc import Mapping

from cop.meetings.queries.lives import Standing, standing_of
from cop.models import Duty, Space
from cop.models.rotas import in_turn


def whose_turn(standing: Standing) -> Mapping[Duty, int | None]:
    """Ids of those to whom the next meeting is offered; None where nobody takes turns. People learn to facilitate by
    doing it: whoever has not done it goes before who has.
    """
    rotas, held = standing.agreed.rotas, standing.met.held
    leads = rotas[Duty.FACILITATORS]
    new_to_it = [each for each in leads if each not in standing.met.facilitators]
    return {
        Duty.HOSTS: in_turn(rotas[Duty.HOSTS], held=held),
        Duty.FACILITATORS: new_to_it[0] if new_to_it else in_turn(leads, held=held),
    }


def next_turns(space: Space) -> Mapping[Duty, int | None]:
    """The same of a set."""
    return whose_turn(standing_of(space))
