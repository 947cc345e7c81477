"""Browsers tell where a page broke its policy: which rule and whose the thing was, and no address of ours (S3)."""

import json
import logging

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cop import logs
from cop.allowances import Allowance
from cop.web import violations

SECRET = "canaryaddresszz"
OLD = {
    "csp-report": {
        "document-uri": f"http://localhost/reset-password/{SECRET}",
        "violated-directive": "script-src 'self'",
        "blocked-uri": f"https://evil.example/x?{SECRET}",
    }
}
NEW = [
    {
        "type": "csp-violation",
        "url": f"http://localhost/feeds/{SECRET}",
        "body": {"effectiveDirective": "style-src-elem", "blockedURL": "inline", "sample": SECRET},
    }
]


@pytest.fixture(autouse=True)
def _enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(violations, "told", Allowance(5, a_second=0))


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)

    def written() -> list[dict[str, object]]:
        every = [json.loads(logs.JsonLine().format(record)) for record in caplog.records]
        return [line for line in every if line["what"] == "policy violated"]

    return written


def send(app: Flask, said: object, kind: str = "application/csp-report") -> TestResponse:
    body = said if isinstance(said, str) else json.dumps(said)
    return app.test_client().post(violations.REPORTS, data=body, content_type=kind)


def test_every_page_says_where_to(app: Flask, world: object):
    headers = app.test_client().get("/sign-in").headers
    assert "report-uri /policy-reports; report-to policy" in headers["Content-Security-Policy"]
    assert headers["Reporting-Endpoints"] == 'policy="/policy-reports"'


def test_a_report_is_a_line_without_addresses_of_ours(app: Flask, world: object, lines, caplog):
    assert send(app, OLD).status_code == 204
    assert send(app, NEW, "application/reports+json").status_code == 204

    told = [(line["rule"], line["blocked"]) for line in lines()]
    assert told == [("script-src", "https://evil.example"), ("style-src-elem", "inline")]
    assert SECRET not in "".join(logs.JsonLine().format(record) for record in caplog.records)


@pytest.mark.parametrize("said", ["", "{", "[" * 10_000, "\xff", "nul"])
def test_what_is_no_report_is_refused(app: Flask, world: object, lines, said: str):
    assert send(app, said).status_code in {400, 413}
    assert lines() == []


@pytest.mark.parametrize(
    "said",
    [
        [],
        {},
        None,
        7,
        [[[]]],
        {"csp-report": {"violated-directive": "x\ny", "blocked-uri": "inline"}},
        {"csp-report": {"violated-directive": ["script-src"], "blocked-uri": "inline"}},
        {"type": "deprecation", "body": {"effectiveDirective": "script-src", "blockedURL": "inline"}},
    ],
)
def test_what_has_no_shape_of_one_says_nothing(app: Flask, world: object, lines, said: object):
    assert send(app, said).status_code == 204
    assert lines() == []


def test_whatever_is_blocked_is_a_host_or_a_word(app: Flask, world: object, lines):
    for blocked in (
        "https://me:secret@evil.example/x",
        "http://[",
        "somebody's words",
        "https://a℀b.example/x",
        "https://" + "x" * 500,
    ):
        report = {"csp-report": {"violated-directive": "img-src", "blocked-uri": blocked}}
        assert send(app, report).status_code == 204
    told = [str(line["blocked"]) for line in lines()]
    assert told[:4] == ["https://evil.example", "-", "-", "-"]
    assert len(told[4]) == 100


def test_nobody_fills_the_log_and_no_long_one_is_read(app: Flask, world: object, lines):
    assert send(app, NEW * 20, "application/reports+json").status_code == 204
    assert len(lines()) == 5
    assert send(app, [OLD] * 1_000).status_code == 413


def test_no_form_of_a_page_is_one(app: Flask, world: object):
    assert app.test_client().post(violations.REPORTS, data={"x": "y"}).status_code == 400
