"""Invitations for those who are new in a test: `python -m tests.e2e.guests <file>` writes their links into the file."""

import json
import sys
from pathlib import Path

from click.testing import CliRunner

from cop import cli

EXPECTED = {"cohort-1:member": 14, "cohort-1-set-a:member": 4, "cohort-1:moderator": 2}
"""How many join, by place and role; raise a number when a test says that nobody is left."""


def main() -> None:
    links = {
        place: [_link(place, number) for number in range(1, many + 1)] for place, many in EXPECTED.items()
    }
    Path(sys.argv[1]).write_text(json.dumps(links), encoding="utf-8")


def _link(place: str, number: int) -> str:
    """Invited as the operator of an installation invites; the path of the link."""
    address = f"{place.replace(':', '-')}-{number}@example.org"
    done = CliRunner().invoke(
        cli.main, ["member", "invite", address, "--space", place], catch_exceptions=False
    )
    if done.exit_code:
        raise RuntimeError(done.output)
    return "/invitations/" + done.output.strip().rpartition("/")[2]


if __name__ == "__main__":
    main()
