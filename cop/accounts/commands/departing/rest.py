"""What could not go before: it waited for a report to be decided, or for a hold on somebody else to be lifted."""

from cop.accounts.commands.departing import shared, words
from cop.models import Departure


def take_along(departure: Departure) -> bool:
    """What can go by now, and whether that is all."""
    return all([words.are_all_taken(departure), shared.are_all_taken(departure)])
