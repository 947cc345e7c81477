"""What could not go before: it waited for a report to be decided, or for a hold on somebody else to be lifted."""

from cop.accounts.commands.departing import offers, pairs, shared, value, words
from cop.models import Departure


def take_along(departure: Departure) -> bool:
    """What can go by now, and whether that is all."""
    takers = (
        words.are_all_taken,
        shared.are_all_taken,
        offers.take_along,
        pairs.take_along,
        value.take_along,
    )
    done = [take(departure) for take in takers]
    return all(done)
