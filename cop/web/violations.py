"""What browsers tell of pages that broke their policy: which rule, and whose it was; never an address of ours."""

import json
import logging
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Flask, abort, request

from cop.allowances import Allowance
from cop.web.doorkeeper import REPORTS

log = logging.getLogger("cop.web")

LONGEST = 16 * 1024
MOST_AT_ONCE = 10
"""Reports of one request that are looked at."""

told = Allowance(60, a_second=0.1)
"""Lines of the log: anybody may send such a report, and nobody fills the log with them."""

_KINDS = {"application/csp-report", "application/reports+json"}
_RULE = re.compile(r"[a-z-]{1,40}")


def start(app: Flask) -> None:
    """Take reports at REPORTS. No page of ours sends them, so they come without its token."""
    csrf = app.extensions["csrf"]
    app.add_url_rule(REPORTS, "violations", csrf.exempt(_take), methods=["POST"])


def _take() -> tuple[str, int]:
    if request.mimetype not in _KINDS:
        abort(400)
    if (request.content_length or LONGEST + 1) > LONGEST:
        abort(413)
    for rule, blocked in _told(request.get_data()):
        if told.take():
            log.warning("policy violated", extra={"rule": rule, "blocked": blocked})
    return "", 204


def _told(said: bytes) -> Iterator[tuple[str, str]]:
    """(rule, what was blocked) of each report. It may be anybody's, and is believed in nothing but its shape."""
    try:
        reports = json.loads(said)
    except (ValueError, RecursionError):
        abort(400)
    for each in (reports if isinstance(reports, list) else [reports])[:MOST_AT_ONCE]:
        match each:
            case {"csp-report": {"violated-directive": str(rule), "blocked-uri": str(blocked)}}:
                yield from _plain(rule, blocked)
            case {
                "type": "csp-violation",
                "body": {"effectiveDirective": str(rule), "blockedURL": str(blocked)},
            }:
                yield from _plain(rule, blocked)


def _plain(rule: str, blocked: str) -> Iterator[tuple[str, str]]:
    """Of an address its scheme and host alone: the rest may be a secret, or somebody's words."""
    name = rule.partition(" ")[0]
    if _RULE.fullmatch(name):
        yield name, _host(blocked)


def _host(blocked: str) -> str:
    try:
        parts = urlsplit(blocked[:2000])
    except ValueError:
        return "-"
    if not parts.netloc:
        return blocked if _RULE.fullmatch(blocked) else "-"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"[:100]
