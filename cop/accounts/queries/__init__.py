"""What accounts reads."""

from cop.accounts.queries.people import (
    authenticator_of,
    blocks_of,
    cohorts_of,
    further_spaces,
    letters_sent,
    managed_spaces,
    organisations,
    recovery_codes_left,
    recruiting,
    recruitment,
    sign_ins_of,
)
from cop.accounts.queries.waves import IN_ORDER, bad_lines, figures, lines, wave, wave_of, waves

__all__ = [
    "IN_ORDER",
    "authenticator_of",
    "bad_lines",
    "blocks_of",
    "cohorts_of",
    "figures",
    "further_spaces",
    "letters_sent",
    "lines",
    "managed_spaces",
    "organisations",
    "recovery_codes_left",
    "recruiting",
    "recruitment",
    "sign_ins_of",
    "wave",
    "wave_of",
    "waves",
]
