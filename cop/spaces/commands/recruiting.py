"""What a programme asks of those who apply, and whether anybody may: set by programme staff and stewards."""

from dataclasses import dataclass, replace

from cop.db import command, lock, session
from cop.models import Band, Programme, Recruitment
from cop.spaces.commands.organisations import require_keeper
from cop.typed import optional

CRITERIA_LIMIT, REGIONS_LIMIT = 4_000, 2_000


@dataclass(frozen=True, slots=True)
class Terms:
    """Whom a programme looks for: in words, and by two rules that are looked at for each application. `regions` has one
    in each line. `splits_pairs`: the two of a pair are never in the same set.
    """

    criteria: str = ""
    least_band: Band | None = None
    regions: str = ""
    splits_pairs: bool = False


def recruit(*, actor_id: int, programme_id: int, terms: Terms, is_open: bool) -> Recruitment:
    """Say whom a programme looks for, and open its form to everybody, or close it. Applications that wait stay."""
    criteria = optional(terms.criteria, limit=CRITERIA_LIMIT, field="criteria")
    lines = optional(terms.regions, limit=REGIONS_LIMIT, field="regions").splitlines()
    regions = "\n".join(dict.fromkeys(filter(None, map(str.strip, lines))))
    return _recruit(
        actor_id, programme_id, replace(terms, criteria=criteria, regions=regions), is_open=is_open
    )


@command
def _recruit(actor_id: int, programme_id: int, terms: Terms, *, is_open: bool) -> Recruitment:
    require_keeper(actor_id)
    programme = lock(Programme, programme_id)
    recruitment = Recruitment.of(programme.id)
    if recruitment is None:
        recruitment = Recruitment(programme_id=programme.id)
        recruitment.programme = programme
        session.add(recruitment)
    recruitment.criteria, recruitment.least_band = terms.criteria, terms.least_band
    recruitment.regions, recruitment.is_open = terms.regions, is_open
    recruitment.splits_pairs = terms.splits_pairs
    return recruitment
