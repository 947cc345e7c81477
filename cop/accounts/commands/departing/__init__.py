"""What is done once somebody has left: step by step, each in transactions of its own, and each again if it was cut off.

What a step has to do is found in rows that have not been done yet, so it may end anywhere and goes on there.
"""

import logging
from collections.abc import Callable, Mapping

from cop.accounts.commands.departing import (
    belongings,
    farewell,
    names,
    profile,
    rest,
    shared,
    tallies,
    waiting,
    words,
)
from cop.accounts.commands.departing.under_way import may_go_on, pass_step
from cop.models import Departure, Step
from cop.offload import give_way

log = logging.getLogger("cop.accounts")

Work = Callable[[Departure], bool]

STEPS: Mapping[Step, Work] = {
    Step.PERSON: profile.empty,
    Step.WAITING: waiting.withdraw,
    Step.WORDS: words.take_along,
    Step.SHARED: shared.take_along,
    Step.TALLIES: tallies.take_out,
    Step.NAME: names.unname,
    Step.BELONGINGS: belongings.erase,
    Step.REST: rest.take_along,
    Step.LETTER: farewell.write,
    Step.END: farewell.end,
}
"""What is done in each; whether that is all there is to do in it for now."""


def work_off(person_id: int) -> None:
    """Go on with somebody's departure as far as that goes now: a legal hold, on somebody else too, a report that nobody
    has decided, or the last letter may be waited for.
    """
    while (departure := may_go_on(person_id)) is not None:
        step = departure.step
        if not STEPS[step](departure):
            return
        pass_step(person_id=person_id, step=step)
        log.info("step of a departure", extra={"person": person_id, "step": step.value})
        give_way()
