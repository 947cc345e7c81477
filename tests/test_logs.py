"""Log lines are one line of JSON each and never quote anybody (S40)."""

import json
import logging

from cop import logs


def formatted(**extra: object) -> dict[str, object]:
    record = logging.LogRecord("cop.web", logging.INFO, "f.py", 1, "request", None, None)
    vars(record).update(extra)
    return json.loads(logs.JsonLine().format(record))


def test_a_line_says_what_and_for_which_request() -> None:
    given = logs.begin_request()
    line = formatted(route="/topics/<int:topic_id>", status=200)
    assert (line["what"], line["request"], line["status"]) == ("request", given, 200)


def test_line_breaks_cannot_forge_a_line() -> None:
    record = logging.LogRecord("cop", logging.INFO, "f.py", 1, 'x\n{"what": "forged"}', None, None)
    assert "\n" not in logs.JsonLine().format(record)


def test_an_error_says_where_and_not_what_it_quoted() -> None:
    try:
        raise ValueError("a secret that somebody wrote")
    except ValueError as error:
        record = logging.LogRecord(
            "cop", logging.ERROR, "f.py", 1, "failed", None, (ValueError, error, error.__traceback__)
        )
    line = logs.JsonLine().format(record)
    assert "ValueError at test_logs.py" in line
    assert "secret" not in line


def test_an_id_is_kept_only_where_it_is_plain() -> None:
    assert logs.begin_request("abc123") == "abc123"
    assert logs.begin_request("abc\n123") != "abc\n123"


def test_libraries_that_print_packets_are_quiet() -> None:
    level = logging.getLogger().level
    kept = logging.getLogger().handlers[:]
    logs.write_to_stderr("INFO")
    try:
        assert all(logging.getLogger(name).level == logging.WARNING for name in ("engineio", "socketio"))
    finally:
        logging.basicConfig(level=level, handlers=kept, force=True)
