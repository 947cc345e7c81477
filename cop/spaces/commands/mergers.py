"""Which organisation of a list is taken in by which, and in which lines of it that can't be."""

from collections import deque
from collections.abc import Mapping

from cop.offload import give_way
from cop.spaces.commands.organisations import ROUND, OrganisationRow

Known = dict[str, OrganisationRow]
"""What is known of organisations, by their codes."""


def wrong_successors(rows: Known, known: Known) -> dict[str, str]:
    """Why `rows` are wrong that name one that is not there or, round in a circle, themselves; by their codes.

    One that is wrong counts as not in the list: what is `known` of it stays; one that is not known is not there.
    """
    chains = _Chains(rows, known)
    chains.leave_out(chains.loose())
    while found := chains.round_in_circles():
        chains.leave_out(found)
    return chains.wrong


class _Chains:
    """`after` leads from each code to that which took it in, `naming` from each to the lines that name it."""

    def __init__(self, rows: Known, known: Known) -> None:
        self.rows, self.known = rows, known
        self.wrong: dict[str, str] = {}
        self.after = {code: row.successor for code, row in (known | rows).items()}
        self.naming: dict[str, list[str]] = {}
        for code, row in rows.items():
            self.naming.setdefault(row.successor, []).append(code)

    def loose(self) -> dict[str, str]:
        """The lines that name one that is not there."""
        named = ((code, row.successor) for code, row in self.rows.items())
        return {code: _missing(after) for code, after in named if after and after not in self.after}

    def round_in_circles(self) -> dict[str, str]:
        """The lines from which one comes back to them. Each code is passed once."""
        passed, found = dict[str, str](), set[str]()
        for start in self.rows:
            code = start
            while code and code not in passed:
                give_way()
                passed[code] = start
                code = self.after.get(code, "")
            if code and passed[code] == start:
                found |= self._circle(code)
        return {code: ROUND for code in self.rows if code in found and code not in self.wrong}

    def _circle(self, first: str) -> set[str]:
        found, code = {first}, self.after[first]
        while code != first:
            found.add(code)
            code = self.after[code]
        return found

    def leave_out(self, wrong: Mapping[str, str]) -> None:
        """Leave out what is `wrong`, then what names one that is not there without it, and so on backwards."""
        waiting = deque(wrong.items())
        while waiting:
            give_way()
            code, why = waiting.popleft()
            if code in self.wrong:
                continue
            self.wrong[code] = why
            if code in self.known:
                self.after[code] = self.known[code].successor
            else:
                del self.after[code]
                waiting.extend((each, _missing(code)) for each in self.naming.get(code, ()))


def _missing(code: str) -> str:
    return f"No organisation has the code {code}."
