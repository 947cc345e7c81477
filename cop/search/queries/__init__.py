"""What is found, for whom, and how it is shown. How each database finds stems only `matching` knows."""

from cop.search.queries.finding import MOST, Finding, find
from cop.search.queries.lagging import rooms_to_follow
from cop.search.queries.questions import KINDS, Question
from cop.search.queries.showing import PAGE, Result, results

__all__ = ["KINDS", "MOST", "PAGE", "Finding", "Question", "Result", "find", "results", "rooms_to_follow"]
